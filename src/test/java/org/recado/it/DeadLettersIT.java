package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters as an operator meets them: looked at, replayed, discarded (the contract, sections 1 and 4). */
class DeadLettersIT extends RunningServer {

    private static final String LETTERS = "/api/ops/dead-letters";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Api ops = Api.signedIn("ops");
    private final String unique = UUID.randomUUID().toString();
    private Gateway gateway;

    @BeforeEach
    void connect() throws Exception {
        gateway = new Gateway();
    }

    @AfterEach
    void disconnect() throws Exception {
        gateway.close();
    }

    @Test
    void aLetterIsShownAsItCame() throws Exception {
        var body = new byte[] {'{', (byte) 0xff, '}'};
        var id = bury(
                body,
                Map.of(
                        "n",
                        7L,
                        "yes",
                        true,
                        "bytes",
                        new byte[] {1, 2},
                        "list",
                        List.of(1, "two"),
                        "at",
                        Date.from(Instant.EPOCH)));
        var letter = ops.get(LETTERS + "/" + id).object();
        assertThat(bytes(letter)).isEqualTo(body);
        assertThat(letter).doesNotContainKey("body");
        assertThat(letter.getString("state")).isEqualTo("waiting");
        assertThat(letter.getString("reason")).isEqualTo("malformed");
        assertThat(letter.getInt("times")).isEqualTo(1);
        assertThat(letter.getString("routing_key")).isEqualTo("general");
        assertThat(letter.getJsonObject("properties").getString("message_id")).isEqualTo(unique);
        var headers = letter.getJsonObject("headers");
        assertThat(headers.getInt("n")).isEqualTo(7);
        assertThat(headers.getBoolean("yes")).isTrue();
        assertThat(headers.getString("bytes")).isEqualTo("AQI=");
        assertThat(headers.getJsonArray("list").getString(1)).isEqualTo("two");
        assertThat(headers.getString("at")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(listed("waiting", id)).isTrue();
    }

    @Test
    void whatStaysBadComesBackAndWhatIsDiscardedLeavesTheQueue() throws Exception {
        var id = bury(("nonsense " + unique).getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(ops.post(LETTERS + "/" + id + "/replay", "").status()).isEqualTo(200);
        until(() -> letter(id).getInt("times") == 2);
        var back = letter(id);
        assertThat(back.getString("state")).isEqualTo("waiting");
        assertThat(back.getString("body")).isEqualTo("nonsense " + unique);

        assertThat(ops.delete(LETTERS + "/" + id).reason()).isEqualTo("malformed");
        assertThat(ops.delete(LETTERS + "/" + id + "?note=" + "x".repeat(501)).reason())
                .isEqualTo("malformed");
        var note = URLEncoder.encode("não serve", StandardCharsets.UTF_8);
        assertThat(ops.delete(LETTERS + "/" + id + "?note=" + note).status()).isEqualTo(204);
        assertThat(letter(id).getString("state")).isEqualTo("discarded");
        assertThat(letter(id).getString("note")).isEqualTo("não serve");
        assertThat(letter(id).getString("settled_by")).isEqualTo("ops");
        assertThat(listed("waiting", id)).isFalse();
        assertThat(listed("discarded", id)).isTrue();
        // again each time, since a sweep does not see what somebody else looks at just then
        until(() -> ops.delete(LETTERS + "/" + id + "?note=again").status() == 204 && gateway.copiesOf(id) == 0);
        assertThat(letter(id).getString("note")).isEqualTo("não serve");
    }

    @Test
    void whatIsFineByNowIsStoredOnceHoweverOftenItIsReplayed() throws Exception {
        var channel = "dead-" + unique;
        ops.post(
                "/api/channels",
                "{\"id\":\"" + channel + "\",\"name\":\"Test\",\"kind\":\"private\",\"members\":[\"ana\"]}");
        var body = "{\"sender_id\":\"ana\",\"channel_id\":\"" + channel
                + "\",\"message\":\"olá\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
        var id = Rows.givenUp(channel, unique, body.getBytes(StandardCharsets.UTF_8));
        for (var i = 0; i < 2; i++) {
            var replayed = ops.post(LETTERS + "/" + id + "/replay", "").object();
            assertThat(replayed.getString("state")).isEqualTo("replayed");
            assertThat(replayed.getString("channel_id")).isEqualTo(channel);
            assertThat(gateway.eventOf(channel).getInt("seq")).isEqualTo(1);
        }
        assertThat(ops.delete(LETTERS + "/" + id + "?note=late").reason()).isEqualTo("conflict");
        var said = Api.signedIn("ana")
                .get("/api/channels/" + channel + "/messages")
                .object();
        assertThat(said.getJsonArray("messages")).hasSize(1);
    }

    @Test
    void ofTwoOperatorsAtOnceOneDoesItAndTheOtherIsToldSo() throws Exception {
        var channel = "dead-" + unique;
        ops.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"Test\",\"kind\":\"private\"}");
        var body = "{\"sender_id\":\"ops\",\"channel_id\":\"" + channel
                + "\",\"message\":\"olá\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
        for (var round = 0; round < 5; round++) {
            var id = Rows.givenUp(channel, unique, body.getBytes(StandardCharsets.UTF_8));
            Supplier<Api.Answer> replays = () -> ops.post(LETTERS + "/" + id + "/replay", "{\"state\":\"waiting\"}");
            Supplier<Api.Answer> discards = () -> ops.delete(LETTERS + "/" + id + "?note=no");
            var three = Stream.of(replays, replays, discards)
                    .map(CompletableFuture::supplyAsync)
                    .toList();
            var done = three.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() < 300)
                    .toList();
            assertThat(done).as("round %s: %s", round, three).hasSize(1);
            three.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.status() >= 300)
                    .forEach(answer -> assertThat(answer.reason()).isEqualTo("conflict"));
            assertThat(letter(id).getString("state")).isEqualTo(done.get(0).status() == 204 ? "discarded" : "replayed");
        }
    }

    @Test
    void whatIsMendedGoesInThePlaceOfTheLetterWhichStaysAsItCame() throws Exception {
        var channel = "dead-" + unique;
        ops.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"Test\",\"kind\":\"private\"}");
        var id = bury(("nonsense " + unique).getBytes(StandardCharsets.UTF_8), Map.of());
        var mended = "{\\\"sender_id\\\":\\\"ops\\\",\\\"channel_id\\\":\\\"" + channel
                + "\\\",\\\"message\\\":\\\"olá\\\",\\\"timestamp\\\":\\\"2026-01-01T00:00:00Z\\\"}";
        var replayed = ops.post(LETTERS + "/" + id + "/replay", "{\"body\":\"" + mended + "\"}");
        assertThat(replayed.status()).as(replayed.body()).isEqualTo(200);
        assertThat(replayed.object().getString("state")).isEqualTo("replayed");
        assertThat(replayed.object().getString("body")).isEqualTo("nonsense " + unique);
        assertThat(gateway.eventOf(channel).getString("message")).isEqualTo("olá");
        assertThat(ops.post(LETTERS + "/" + id + "/replay", "{\"body\":7}").reason())
                .isEqualTo("malformed");
    }

    @Test
    void aSelectionIsReplayedAndSaysWhatRemains() throws Exception {
        var one = bury(("one " + unique).getBytes(StandardCharsets.UTF_8), Map.of());
        var two = bury(("two " + unique).getBytes(StandardCharsets.UTF_8), Map.of());
        var ids = "\"ids\":[\"" + one + "\",\"" + two + "\"]";
        var first = ops.post(LETTERS + "/replay", "{" + ids + ",\"limit\":1}").object();
        assertThat(first.getInt("replayed")).isEqualTo(1);
        assertThat(first.getInt("failed")).isZero();
        assertThat(first.getInt("remain")).isEqualTo(1);
        var rest = ops.post(LETTERS + "/replay", "{" + ids + ",\"until\":\"" + first.getString("until") + "\"}")
                .object();
        assertThat(rest.getInt("replayed")).isEqualTo(1);
        assertThat(rest.getInt("remain")).isZero();
        until(() -> letter(one).getInt("times") == 2 && letter(two).getInt("times") == 2);
    }

    @Test
    void manyAreReplayedPartByPartAndEachIsStoredOnce() throws Exception {
        var channel = "dead-" + unique;
        ops.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"Test\",\"kind\":\"private\"}");
        var ids = Json.createArrayBuilder();
        for (var i = 0; i < 250; i++) {
            var body = "{\"sender_id\":\"ops\",\"channel_id\":\"" + channel + "\",\"client_id\":\"" + i
                    + "\",\"message\":\"olá\",\"timestamp\":\"2026-01-01T00:00:00Z\"}";
            ids.add(Rows.givenUp(channel, unique, body.getBytes(StandardCharsets.UTF_8)));
        }
        var asked = Json.createObjectBuilder().add("ids", ids).add("limit", 100).build();
        var replayed = 0;
        for (var remain = 250; remain > 0; ) {
            var part = ops.post(LETTERS + "/replay", asked.toString()).object();
            assertThat(part.getInt("replayed")).isPositive().isLessThanOrEqualTo(100);
            replayed += part.getInt("replayed");
            remain = part.getInt("remain");
        }
        assertThat(replayed).isEqualTo(250);
        until(() -> seqs(channel).size() == 250);
    }

    @Test
    void pagesGoOnWithNext() throws Exception {
        bury(("a " + unique).getBytes(StandardCharsets.UTF_8), Map.of());
        bury(("b " + unique).getBytes(StandardCharsets.UTF_8), Map.of());
        var first = ops.get(LETTERS + "?limit=1&reason=malformed").object();
        var next = first.getString("next");
        assertThat(first.getJsonArray("items").getJsonObject(0).getString("id")).isEqualTo(next);
        var second =
                ops.get(LETTERS + "?limit=1&reason=malformed&before=" + next).object();
        assertThat(second.getJsonArray("items").getJsonObject(0).getString("id"))
                .isNotEqualTo(next);
    }

    @Test
    void badQuestionsGetTheirReason() {
        var nobody = LETTERS + "/" + UUID.randomUUID();
        assertThat(ops.get(LETTERS + "?limit=0").reason()).isEqualTo("malformed");
        assertThat(ops.get(LETTERS + "?limit=x").reason()).isEqualTo("malformed");
        assertThat(ops.get(LETTERS + "?state=dead").reason()).isEqualTo("malformed");
        assertThat(ops.get(LETTERS + "?reason=none").reason()).isEqualTo("malformed");
        assertThat(ops.get(LETTERS + "?before=1").reason()).isEqualTo("malformed");
        assertThat(ops.get(LETTERS + "/1").reason()).isEqualTo("malformed");
        assertThat(ops.get(nobody).reason()).isEqualTo("not_found");
        assertThat(ops.get(nobody + "/body").reason()).isEqualTo("not_found");
        assertThat(ops.post(nobody + "/replay", "").reason()).isEqualTo("not_found");
        assertThat(ops.delete(nobody + "?note=x").reason()).isEqualTo("not_found");
        assertThat(ops.post(LETTERS + "/replay", "{}").reason()).isEqualTo("malformed");
        assertThat(ops.post(LETTERS + "/replay", "{\"ids\":[7]}").reason()).isEqualTo("malformed");
        assertThat(ops.post(LETTERS + "/replay", "{\"all\":true,\"until\":\"now\"}")
                        .reason())
                .isEqualTo("malformed");
    }

    @Test
    void theyAreForOperators() {
        var ana = Api.signedIn("ana");
        assertThat(ana.get(LETTERS).status()).isEqualTo(403);
        assertThat(ana.post(LETTERS + "/replay", "{\"all\":true}").status()).isEqualTo(403);
        assertThat(ana.delete(LETTERS + "/" + UUID.randomUUID() + "?note=x").status())
                .isEqualTo(403);
    }

    /** The id of its row, which the copy in the queue names. */
    private String bury(byte[] body, Map<String, Object> headers) throws Exception {
        var properties = Gateway.properties().messageId(unique).headers(headers);
        var correlation = gateway.publish("recado.commands", "general", body, properties);
        assertThat(gateway.receipt(correlation).getString("reason")).isEqualTo("malformed");
        var page = ops.get(LETTERS + "?limit=200").object().getJsonArray("items");
        return page.getValuesAs(JsonObject.class).stream()
                .filter(l -> correlation.equals(l.getJsonObject("properties").getString("correlation_id", "")))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    private static List<Integer> seqs(String channel) {
        try {
            return Rows.seqs(channel);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject letter(String id) {
        return ops.get(LETTERS + "/" + id).object();
    }

    private boolean listed(String state, String id) {
        return ops.get(LETTERS + "?limit=200&state=" + state).object().getJsonArray("items").stream()
                .anyMatch(l -> l.asJsonObject().getString("id").equals(id));
    }

    private static byte[] bytes(JsonObject letter) {
        return Base64.getDecoder().decode(letter.getString("body_base64"));
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.sleep(50);
        }
    }
}
