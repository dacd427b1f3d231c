package org.recado.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.channel.Kind;
import org.recado.channel.Role;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.notification.Way.Answer;
import org.recado.platform.Outbound;
import org.recado.platform.Outside;

/** Webhooks to a program that listens on this machine. */
class WebhookWayTest {

    private static final Duration AT_MOST = Duration.ofMillis(700);
    private static final Instant SAID = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-01T00:00:09Z");
    private static final MessageId MESSAGE = new MessageId(UUID.fromString("00000000-0000-4000-8000-000000000001"));
    private static final UserId ANA = new UserId("ana");
    private static final UserId BRUNO = new UserId("bruno");
    private static final ChannelId CHANNEL = new ChannelId("c");
    private static final String SECRET = WebhookSecret.random().text();

    private final Receiver receiver = new Receiver();
    private final WebhookWay way = way(Outside.outbound("127.0.0.0/8", AT_MOST));

    @AfterEach
    void close() {
        receiver.close();
    }

    private static WebhookWay way(Outbound outbound) {
        var way = new WebhookWay();
        way.outbound = outbound;
        return way;
    }

    private static Message message(Optional<Instant> deletedAt) {
        return new Message(
                MESSAGE,
                3,
                CHANNEL,
                Optional.empty(),
                ANA,
                deletedAt.isPresent() ? Optional.empty() : Optional.of("olá \"você\""),
                SAID,
                SAID,
                Optional.empty(),
                deletedAt,
                deletedAt.isPresent() ? 4 : 3);
    }

    private Parcel parcel(Optional<UserId> user, Optional<Parcel.Notice> notice, Optional<Message> last) {
        return new Parcel(
                77,
                UUID.randomUUID(),
                receiver.url(),
                SECRET,
                user,
                CHANNEL,
                "Canal",
                Kind.PRIVATE,
                3,
                notice,
                LATER,
                1,
                last);
    }

    private Parcel toChannel(Optional<Message> last) {
        return parcel(Optional.empty(), Optional.empty(), last);
    }

    private Parcel toBruno(Optional<Message> last) {
        return parcel(Optional.of(BRUNO), Optional.of(new Parcel.Notice(12, 2, 2, true, ANA, "Ana")), last);
    }

    private Answer send() {
        return way.send(List.of(toChannel(Optional.of(message(Optional.empty())))));
    }

    private static org.assertj.core.api.AbstractStringAssert<?> assertBody(Receiver.Heard heard) {
        return assertThat(heard.json().toString());
    }

    @Test
    void aChannelsWebhookHearsTheMessageSigned() throws Exception {
        assertThat(send()).isEqualTo(new Answer.Sent("200"));
        var heard = receiver.next();
        assertThat(heard.isSignedWith(SECRET)).isTrue();
        assertThat(heard.isSignedWith(WebhookSecret.random().text())).isFalse();
        assertThat(heard.id()).isEqualTo("msg_77");
        assertThat(heard.header("content-type")).isEqualTo("application/json");
        assertThat(heard.header("recado-webhook")).isEqualTo("1");
        assertBody(heard).isEqualTo("""
                {"type":"message.created","timestamp":"2026-01-01T00:00:00Z","data":{\
                "id":"00000000-0000-4000-8000-000000000001","seq":3,"channel_id":"c","client_id":null,"sender_id":"ana",\
                "message":"olá \\"você\\"","timestamp":"2026-01-01T00:00:00Z","stored_at":"2026-01-01T00:00:00Z",\
                "changed_seq":3}}""");
    }

    @Test
    void aUsersWebhookHearsWhatTheyHaveNotRead() throws Exception {
        assertThat(way.send(List.of(toBruno(Optional.of(message(Optional.empty()))))))
                .isEqualTo(new Answer.Sent("200"));
        var heard = receiver.next();
        assertThat(heard.isSignedWith(SECRET)).isTrue();
        assertThat(heard.id()).isEqualTo("ntf_77");
        assertBody(heard).isEqualTo("""
                {"type":"notification","timestamp":"2026-01-01T00:00:09Z","data":{"id":"12","user_id":"bruno",\
                "channel_id":"c","channel_name":"Canal","seq":2,"last_seq":3,"messages":2,"mention":true,\
                "sender_id":"ana","message":"olá \\"você\\""}}""");
    }

    @Test
    void whatIsDeletedByNowIsSaidWithoutAText() throws Exception {
        way.send(List.of(toChannel(Optional.of(message(Optional.of(LATER))))));
        var heard = receiver.next();
        assertThat(heard.json().getString("type")).isEqualTo("message.deleted");
        assertThat(heard.json().getString("timestamp")).isEqualTo(LATER.toString());
        assertThat(heard.data()).doesNotContainKey("message").containsKey("deleted_at");

        way.send(List.of(toBruno(Optional.of(message(Optional.of(LATER))))));
        assertThat(receiver.next().data()).doesNotContainKey("message").containsKey("mention");
    }

    @Test
    void whatIsNotToBeHadWaits() {
        assertThat(way.send(List.of(toChannel(Optional.empty())))).isInstanceOf(Answer.Later.class);
        assertThat(receiver.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 408, 413, 422, 500, 502, 503, 504})
    void whatIsBrokenForAWhileIsTriedAgain(int status) {
        receiver.then(status);
        assertThat(send()).isEqualTo(new Answer.Later(Integer.toString(status), Optional.empty()));
    }

    @Test
    void whoAsksForTimeGetsIt() {
        receiver.then(429, Map.of("Retry-After", "120")).then(503, Map.of("Retry-After", "7"));
        assertThat(send()).isEqualTo(new Answer.Later("429", Optional.of(Duration.ofMinutes(2))));
        assertThat(send()).isEqualTo(new Answer.Later("503", Optional.of(Duration.ofSeconds(7))));
    }

    @Test
    void whatIsGoneIsGone() {
        receiver.then(410);
        assertThat(send()).isEqualTo(new Answer.Gone("410"));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void noRedirectIsFollowed(int status) throws Exception {
        receiver.then(status, Map.of("Location", receiver.url()));
        assertThat(send()).isEqualTo(new Answer.Refused(status + ": redirects are not followed"));
        receiver.next();
        assertThat(receiver.isEmpty()).isTrue();
    }

    @Test
    void whatLeadsBackToUsEnds() {
        receiver.then(508);
        assertThat(send()).isEqualTo(new Answer.Refused("508: it leads back to us"));
    }

    @Test
    void anAnswerThatNeverComesIsNotWaitedFor() {
        var over = new CountDownLatch(1);
        receiver.then(exchange -> await(over));
        var begun = Instant.now();
        assertThat(send()).isInstanceOf(Answer.Later.class);
        assertThat(Duration.between(begun, Instant.now())).isLessThan(AT_MOST.multipliedBy(5));
        over.countDown();
    }

    @Test
    void anAnswerThatNeverEndsIsTakenByItsStatus() {
        var over = new CountDownLatch(1);
        HttpHandler endless = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[100_000]);
            exchange.getResponseBody().flush();
            await(over);
        };
        receiver.then(endless);
        assertThat(send()).isEqualTo(new Answer.Sent("200"));
        over.countDown();
    }

    @Test
    void aSlowAnswerInTimeCounts() {
        receiver.then(exchange -> {
            await(new CountDownLatch(1), AT_MOST.dividedBy(4));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        assertThat(send()).isEqualTo(new Answer.Sent("204"));
    }

    private static void await(CountDownLatch latch) {
        await(latch, Duration.ofSeconds(30));
    }

    private static void await(CountDownLatch latch, Duration atMost) {
        try {
            latch.await(atMost.toMillis(), java.util.concurrent.TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whereNobodyListensItIsTriedAgainAndTheAddressIsNotSaid() {
        receiver.close();
        assertThat(send()).isEqualTo(new Answer.Later("no connection", Optional.empty()));
    }

    @Test
    void privateNetworksAreCalledOnlyWhereTheKeyAllowsThem() {
        var closed = Outside.outbound("", AT_MOST);
        assertThat(way(closed).send(List.of(toChannel(Optional.of(message(Optional.empty()))))))
                .isInstanceOf(Answer.Refused.class);
        assertThat(receiver.isEmpty()).isTrue();
    }

    @Test
    void aSecondAttemptHasTheSameIdAndThenItIsSent() throws Exception {
        try (var stage = new Stage(Kind.PRIVATE)) {
            var webhook = webhooks(stage, true).make(stage.channel, URI.create(receiver.url()), "l", ANA);
            stage.plan(stage.said(stage.member("Ana", Role.OWNER), "a"));
            receiver.then(500);
            for (var attempt : List.of("WAITING", "SENT")) {
                stage.run("update notification_delivery set next_at = now()");
                var parcels = stage.deliveries.claim(way).stream()
                        .map(p -> p.with(Optional.of(message(Optional.empty()))))
                        .toList();
                stage.deliveries.settle(parcels, way.send(parcels));
                assertThat(stage.<String>all("select state from notification_delivery"))
                        .containsExactly(attempt);
            }
            var first = receiver.next();
            var second = receiver.next();
            assertThat(second.id()).isEqualTo(first.id());
            assertThat(second.body()).isEqualTo(first.body());
            assertThat(second.isSignedWith(webhook.secret())).isTrue();
        }
    }

    @Test
    void whereTheyAreOffNoneIsMadeOrCalled() throws Exception {
        try (var stage = new Stage(Kind.PRIVATE)) {
            var off = webhooks(stage, false);
            way.webhooks = off;
            assertThat(way.isOn()).isFalse();
            var refused = catchThrowableOfType(
                    Refused.class, () -> off.make(stage.member("Ana"), URI.create(receiver.url()), ""));
            assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN);
        }
    }

    private static Webhooks webhooks(Stage stage, boolean isEnabled) {
        var webhooks = new Webhooks();
        webhooks.addresses = stage.addresses;
        webhooks.isEnabled = isEnabled;
        return webhooks;
    }
}
