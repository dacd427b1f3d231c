package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bots and their keys at both doors of the running server. */
@Tag("every-server")
class BotsIT extends RunningServer {

    private static final Duration REVOKED_WITHIN = Duration.ofSeconds(5);

    private final Api ops = Api.signedIn("ops");
    private final String bot = "bot-" + UUID.randomUUID();
    private final String channel = "c-" + bot;
    private final String keys = "/api/ops/bots/" + bot + "/keys";

    @BeforeEach
    void makeBotAndChannel() {
        assertThat(ops.post("/api/ops/bots", "{\"id\":\"" + bot + "\",\"name\":\"Bot\"}")
                        .status())
                .isEqualTo(201);
        assertThat(ops.post(
                                "/api/channels",
                                "{\"id\":\"" + channel + "\",\"name\":\"n\",\"members\":[\"" + bot + "\"]}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void keyIsShownOnceAndOpensBothDoors() {
        var made = make("\"write\"");
        var listed = ops.get(keys);
        assertThat(listed.body()).contains(made.getString("id")).doesNotContain("rk_", "hash");

        var api = Api.withToken(made.getString("key"));
        var me = api.get("/api/me").object();
        assertThat(me.getString("id")).isEqualTo(bot);
        assertThat(me.getJsonArray("roles")).isEmpty();
        assertThat(api.post(messages() + "?wait=stored", "{\"message\":\"a\"}").status())
                .isEqualTo(201);
        try (var client = connect(made)) {
            client.join("channel:" + channel);
            assertThat(client.ask("channel:" + channel, "message", "{\"message\":\"b\"}")
                            .status())
                    .isEqualTo("ok");
        }
    }

    @Test
    void keyThatReadsChangesNothingAtEitherDoor() {
        var made = make("\"read\"");
        var api = Api.withToken(made.getString("key"));
        assertThat(api.get(messages()).status()).isEqualTo(200);
        var said = api.post(messages(), "{\"message\":\"a\"}");
        assertThat(said.status()).isEqualTo(403);
        assertThat(said.reason()).isEqualTo("forbidden");
        assertThat(api.delete("/api/channels/" + channel + "/members/" + bot).reason())
                .isEqualTo("forbidden");
        try (var client = connect(made)) {
            client.join("channel:" + channel);
            assertThat(client.ask("channel:" + channel, "message", "{\"message\":\"b\"}")
                            .reason())
                    .isEqualTo("forbidden");
            assertThat(client.ask("channel:" + channel, "read", "{\"seq\":0}").status())
                    .isEqualTo("ok");
        }
    }

    @Test
    void onlyTheScopeOperatorMakesAnOperatorAndEvenThatMakesNoKeys() {
        var plain = Api.withToken(make("\"write\"").getString("key"));
        assertThat(plain.get("/api/ops/bots").reason()).isEqualTo("forbidden");
        var operator = Api.withToken(make("\"write\",\"operator\"").getString("key"));
        assertThat(operator.get("/api/ops/bots").body()).contains(bot);
        assertThat(operator.post(keys, "{\"name\":\"k\",\"scopes\":[\"operator\",\"write\"]}")
                        .reason())
                .isEqualTo("forbidden");
        assertThat(Api.signedIn("ana")
                        .post(keys, "{\"name\":\"k\",\"scopes\":[\"read\"]}")
                        .reason())
                .isEqualTo("forbidden");
    }

    @Test
    void revokedKeyIsOutEverywhereWithinFiveSeconds() {
        var made = make("\"write\"");
        var api = Api.withToken(made.getString("key"));
        assertThat(api.get("/api/me").status()).isEqualTo(200);
        try (var client = connect(made)) {
            client.join("channel:" + channel);
            var polling = PollingClient.with(made.getString("key"));
            var poll = polling.waiting();

            assertThat(ops.delete(keys + "/" + made.getString("id")).status()).isEqualTo(204);
            var revoked = Instant.now();
            assertThat(client.closeCode()).isEqualTo(1008);
            soon(() -> assertThat(api.get("/api/me").status()).isEqualTo(401));
            assertThat(poll.join().status()).isEqualTo(410);
            assertThat(Duration.between(revoked, Instant.now())).isLessThan(REVOKED_WITHIN);
            assertThat(catchThrowableOfType(PhoenixClient.Refused.class, () -> connect(made)).status)
                    .isEqualTo(403);
            assertThat(polling.waiting().join().status()).isEqualTo(403);
        }
        assertThat(ops.get(keys).object().getJsonArray("items").getJsonObject(0).getString("revoked_at"))
                .isNotEmpty();
        assertThat(ops.delete(keys + "/" + made.getString("id")).status()).isEqualTo(204);
        assertThat(ops.delete(keys + "/0123456789abcdef").reason()).isEqualTo("not_found");
    }

    @Test
    void keyEndsAtItsTime() {
        var soon = Instant.now().plusSeconds(6);
        var made = make("\"read\"", ",\"expires_at\":\"" + soon + "\"");
        try (var client = connect(made)) {
            assertThat(client.closeCode()).isEqualTo(1008);
            assertThat(Instant.now()).isAfter(soon);
        }
        soon(() -> assertThat(
                        Api.withToken(made.getString("key")).get("/api/me").reason())
                .isEqualTo("expired"));
    }

    @Test
    void badWishesAreRefused() {
        assertThat(ops.post("/api/ops/bots", "{\"id\":\"" + bot + "\",\"name\":\"Bot\"}")
                        .reason())
                .isEqualTo("conflict");
        assertThat(ops.post("/api/ops/bots", "{\"id\":\"ana\",\"name\":\"Bot\"}")
                        .reason())
                .isEqualTo("conflict");
        assertThat(ops.post("/api/ops/bots", "{\"id\":\"a b\",\"name\":\"Bot\"}")
                        .reason())
                .isEqualTo("malformed");
        assertThat(ops.post("/api/ops/bots/ana/keys", "{\"name\":\"k\",\"scopes\":[\"read\"]}")
                        .reason())
                .isEqualTo("unknown_user");
        assertThat(ops.get("/api/ops/bots/ana/keys").reason()).isEqualTo("unknown_user");
        for (var wish : new String[] {
            "{\"name\":\"k\"}",
            "{\"name\":\"k\",\"scopes\":[]}",
            "{\"name\":\"k\",\"scopes\":[\"operator\"]}",
            "{\"name\":\"k\",\"scopes\":[\"all\"]}",
            "{\"name\":\"k\",\"scopes\":\"read\"}",
            "{\"scopes\":[\"read\"]}",
            "{\"name\":\"k\",\"scopes\":[\"read\"],\"expires_at\":\"2020-01-01T00:00:00Z\"}"
        }) {
            assertThat(ops.post(keys, wish).reason()).as(wish).isEqualTo("malformed");
        }
    }

    private JsonObject make(String scopes) {
        return make(scopes, "");
    }

    private JsonObject make(String scopes, String more) {
        var made = ops.post(keys, "{\"name\":\"k\",\"scopes\":[" + scopes + "]" + more + "}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.object();
    }

    private String messages() {
        return "/api/channels/" + channel + "/messages";
    }

    private static PhoenixClient connect(JsonObject made) {
        return PhoenixClient.connect("?vsn=2.0.0&token=" + made.getString("key"), UnaryOperator.identity());
    }

    private static void soon(dev.failsafe.function.CheckedRunnable holds) {
        Failsafe.with(RetryPolicy.builder()
                        .handle(AssertionError.class)
                        .withDelay(Duration.ofMillis(100))
                        .withMaxRetries(-1)
                        .withMaxDuration(REVOKED_WITHIN)
                        .build())
                .run(holds);
    }
}
