package org.recado.notification.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.channel.Kind;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.notification.Parcel;
import org.recado.notification.Way.Answer;
import org.recado.platform.Json;
import org.recado.platform.Outbound;
import org.recado.platform.Outside;
import org.recado.stack.VapidKey;

/** What a browser behind a real push service on this machine gets, and what its answers come to. */
@Timeout(30)
class PushWayTest {

    private static final Instant STORED = Instant.parse("2026-01-02T03:04:05Z");
    private static final String EMOJI = "\uD83D\uDC26";
    private static final int MOST_BYTES = 3_900;

    private final PushReceiver receiver = new PushReceiver();
    private final PushWay way = way(Outside.outbound("127.0.0.0/8", Duration.ofSeconds(1)));

    private static PushWay way(Outbound outbound) {
        var way = new PushWay();
        way.vapid = Vapids.of(VapidKey.random(), Vapids.SUBJECT);
        way.outbound = outbound;
        way.showText = true;
        return way;
    }

    @AfterEach
    void close() {
        receiver.close();
        Outside.stop(way.outbound);
    }

    private Parcel parcel(Kind kind, boolean mention, Optional<String> text) {
        return parcel(new ChannelId("general"), "Geral", "Ana", kind, mention, text);
    }

    private Parcel parcel(
            ChannelId channel, String name, String sender, Kind kind, boolean mention, Optional<String> text) {
        var ana = new UserId("ana");
        var message = new Message(
                new MessageId(UUID.randomUUID()),
                9,
                channel,
                Optional.empty(),
                ana,
                text,
                STORED,
                STORED,
                Optional.empty(),
                text.isEmpty() ? Optional.of(STORED) : Optional.empty(),
                9);
        return new Parcel(
                1,
                UUID.randomUUID(),
                receiver.endpoint(),
                receiver.keys().json(),
                Optional.of(new UserId("bruno")),
                channel,
                name,
                kind,
                9,
                Optional.of(new Parcel.Notice(12, 7, 2, mention, ana, sender)),
                Instant.now(),
                1,
                Optional.of(message));
    }

    private JsonObject pushed(Parcel parcel) throws InterruptedException {
        assertThat(way.send(List.of(parcel))).isEqualTo(new Answer.Sent("201"));
        return Json.object(receiver.next().text());
    }

    @Test
    void browserReadsWhatItWasToldOfAndKnowsByWhom() throws Exception {
        assertThat(way.send(List.of(parcel(Kind.PUBLIC, true, Optional.of("olá")))))
                .isEqualTo(new Answer.Sent("201"));
        var push = receiver.next();
        assertThat(push.text())
                .isEqualTo(
                        "{\"id\":\"12\",\"channel_id\":\"general\",\"channel_name\":\"Geral\","
                                + "\"channel_kind\":\"public\",\"seq\":7,\"last_seq\":9,\"messages\":2,\"mention\":true,"
                                + "\"sender_id\":\"ana\",\"sender_name\":\"Ana\",\"text\":\"olá\",\"at\":\"2026-01-02T03:04:05Z\"}");
        assertThat(push.header("TTL")).isEqualTo("86400");
        assertThat(push.header("Content-Encoding")).isEqualTo("aes128gcm");
        Vapids.check(
                push.header("Authorization"),
                receiver.origin(),
                way.vapid.publicKey().orElseThrow());
        assertThat(receiver.others()).isZero();
    }

    @Test
    void whatNamesSomeoneOrIsDirectIsUrgent() throws InterruptedException {
        assertThat(urgency(parcel(Kind.PUBLIC, false, Optional.of("a")))).isEqualTo("normal");
        assertThat(urgency(parcel(Kind.PRIVATE, true, Optional.of("a")))).isEqualTo("high");
        assertThat(urgency(parcel(Kind.DIRECT, false, Optional.of("a")))).isEqualTo("high");
    }

    private String urgency(Parcel parcel) throws InterruptedException {
        way.send(List.of(parcel));
        return receiver.next().header("Urgency");
    }

    @Test
    void serviceKeepsTheNewestOfAChannelAndCannotTellWhichItIs() throws InterruptedException {
        var first = topic("general");
        assertThat(first).matches("[A-Za-z0-9_-]{1,32}").isEqualTo(topic("general"));
        assertThat(first).isNotEqualTo(topic("random"));
        try (var other = new PushReceiver()) {
            assertThat(other.keys().topic(new ChannelId("general"))).isNotEqualTo(first);
        }
    }

    private String topic(String channel) throws InterruptedException {
        way.send(List.of(parcel(new ChannelId(channel), "n", "Ana", Kind.PUBLIC, false, Optional.empty())));
        return receiver.next().header("Topic");
    }

    @Test
    void longTextIsCutBetweenCharacters() throws InterruptedException {
        var whole = EMOJI.repeat(200);
        assertThat(pushed(parcel(Kind.PUBLIC, false, Optional.of(whole))).getString("text"))
                .isEqualTo(whole);
        assertThat(pushed(parcel(Kind.PUBLIC, false, Optional.of(whole + "a"))).getString("text"))
                .isEqualTo(EMOJI.repeat(199) + "…");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uD83D\uDC26", "\"", "\\", "\n", "é"})
    void longestPushIsTakenByEveryService(String character) throws InterruptedException {
        var longest = parcel(
                new ChannelId("c".repeat(64)),
                character.repeat(64),
                character.repeat(64),
                Kind.PRIVATE,
                true,
                Optional.of(character.repeat(16_384)));
        assertThat(way.send(List.of(longest))).isEqualTo(new Answer.Sent("201"));
        assertThat(receiver.next().text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
    }

    @Test
    void textIsLeftOutWhereItIsNotWantedOrNoMore() throws InterruptedException {
        assertThat(pushed(parcel(Kind.PUBLIC, false, Optional.empty()))).doesNotContainKey("text");
        way.showText = false;
        assertThat(pushed(parcel(Kind.PUBLIC, false, Optional.of("olá"))))
                .doesNotContainKey("text")
                .containsKey("at");
    }

    private Answer answered(int status, Map<String, String> headers) {
        receiver.answer(status, headers);
        return way.send(List.of(parcel(Kind.PUBLIC, false, Optional.of("olá"))));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202})
    void takenIsSent(int status) {
        assertThat(answered(status, Map.of())).isEqualTo(new Answer.Sent(Integer.toString(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void endedSubscriptionIsGone(int status) {
        assertThat(answered(status, Map.of())).isEqualTo(new Answer.Gone(Integer.toString(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void troubleOfTheServiceIsTriedAgainWhenItSays(int status) {
        assertThat(answered(status, Map.of("Retry-After", "70")))
                .isEqualTo(new Answer.Later(Integer.toString(status), Optional.of(Duration.ofSeconds(70))));
        assertThat(answered(status, Map.of())).isEqualTo(new Answer.Later(Integer.toString(status), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 413})
    void refusalIsForGood(int status) {
        assertThat(answered(status, Map.of())).isEqualTo(new Answer.Refused(Integer.toString(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirectIsNotFollowed(int status) throws InterruptedException {
        assertThat(answered(status, Map.of("Location", receiver.origin() + "/elsewhere")))
                .isEqualTo(new Answer.Refused(Integer.toString(status)));
        receiver.next();
        assertThat(receiver.others()).isZero();
    }

    @Test
    void serviceThatDoesNotAnswerIsTriedAgain() {
        receiver.answerNever();
        assertThat(way.send(List.of(parcel(Kind.PUBLIC, false, Optional.of("olá")))))
                .isInstanceOfSatisfying(Answer.Later.class, later -> {
                    assertThat(later.after()).isEmpty();
                    assertThat(later.detail()).startsWith("no answer: ").doesNotContain("127.0.0.1");
                });
    }

    @Test
    void serviceThatIsAwayIsTriedAgain() {
        var parcel = parcel(Kind.PUBLIC, false, Optional.of("olá"));
        receiver.close();
        assertThat(way.send(List.of(parcel)))
                .isInstanceOfSatisfying(
                        Answer.Later.class, later -> assertThat(later.detail()).doesNotContain("127.0.0.1"));
    }

    @Test
    void addressInAPrivateNetworkIsRefused() {
        var closed = way(Outside.outbound("", Duration.ofSeconds(1)));
        assertThat(closed.send(List.of(parcel(Kind.PUBLIC, false, Optional.of("olá")))))
                .isInstanceOf(Answer.Refused.class);
        assertThat(receiver.others()).isZero();
        Outside.stop(closed.outbound);
    }

    @Test
    void keysThatAreNoneAreRefused() {
        var good = receiver.keys();
        var point = Base64.getUrlDecoder().decode(good.p256dh());
        var beside = point.clone();
        beside[64] ^= 1;
        var compressed = Arrays.copyOf(point, 33);
        compressed[0] = 2;
        var nowhere = new byte[65];
        nowhere[0] = 4;
        for (var forged : List.of(beside, compressed, nowhere, new byte[0], Arrays.copyOf(point, 64), new byte[66])) {
            assertThatThrownBy(() -> new PushKeys(Base64.getUrlEncoder().encodeToString(forged), good.auth()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("p256dh");
        }
        for (var forged : List.of("", "AAAA", good.auth() + "AAAA", "not base64url!")) {
            assertThatThrownBy(() -> new PushKeys(good.p256dh(), forged)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(PushKeys.of(good.json())).isEqualTo(good);
        assertThat(good.toString()).doesNotContain(good.auth());
    }
}
