package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.recado.auth.TestIssuer;

/** Tokens of another issuer at both doors of the running server, which was started while that issuer was down. */
@Tag("every-server")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutsideIssuerIT extends RunningServer {

    private static final Duration BOUND = Duration.ofSeconds(2);

    private final String zoe = "zoe-" + UUID.randomUUID();

    @Test
    @Order(1)
    void whileTheIssuerIsDownItsTokensHaveToWaitAndOursGoOn() {
        String token;
        try (var issuer = TestIssuer.up(ServerOptions.ISSUER_PORT)) {
            token = issuer.token(zoe);
        }
        var begun = Instant.now();
        var answer = Api.withToken(token).get("/api/me");
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.reason()).isEqualTo("unavailable");
        assertThat(answer.object().getInt("retry_after_ms")).isPositive();
        assertThat(Duration.between(begun, Instant.now())).isLessThan(BOUND);
        assertThat(catchThrowableOfType(PhoenixClient.Refused.class, () -> connect(token)).status)
                .isEqualTo(503);
        assertThat(Api.signedIn("ana").get("/api/me").status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void userOfTheIssuerComesInAndTalks() {
        try (var issuer = TestIssuer.up(ServerOptions.ISSUER_PORT)) {
            var api = Api.withToken(issuer.token(issuer.claims("x")
                    .claim("preferred_username", zoe)
                    .claim("name", "Zo\u00e9\u202E")
                    .claim("groups", List.of("operator"))));
            awaitKeys(api);

            var me = api.get("/api/me").object();
            assertThat(me.getString("id")).isEqualTo(zoe);
            assertThat(me.getString("name")).isEqualTo("Zo\u00e9");
            assertThat(me.getJsonArray("roles")).isEmpty();
            assertThat(api.get("/api/ops/bots").reason()).isEqualTo("forbidden");
            assertThat(api.put("/api/channels/general/members/" + zoe, "{}").status())
                    .isEqualTo(201);
            try (var client = connect(api.token())) {
                client.join("channel:general");
                assertThat(client.ask("channel:general", "message", "{\"message\":\"a\"}")
                                .status())
                        .isEqualTo("ok");
            }
            var operator = issuer.token(issuer.claims(zoe).claim("groups", List.of("chat-ops")));
            assertThat(Api.withToken(operator).get("/api/ops/bots").status()).isEqualTo(200);
        }
    }

    @Test
    @Order(3)
    void userOfTheIssuerIsNobodyElseHere() {
        try (var issuer = TestIssuer.up(ServerOptions.ISSUER_PORT)) {
            awaitKeys(Api.withToken(issuer.token(zoe)));
            assertThat(Api.withToken(issuer.token("ana")).get("/api/me").reason())
                    .isEqualTo("unauthorized");
            assertThat(Api.withToken(issuer.token("no one")).get("/api/me").reason())
                    .isEqualTo("unauthorized");
            var late = issuer.token(issuer.claims(zoe)
                    .expirationTime(java.util.Date.from(Instant.now().minusSeconds(120))));
            assertThat(Api.withToken(late).get("/api/me").reason()).isEqualTo("expired");
            assertThat(catchThrowableOfType(PhoenixClient.Refused.class, () -> connect(late)).status)
                    .isEqualTo(403);
        }
    }

    private static PhoenixClient connect(String token) {
        return PhoenixClient.connect("?vsn=2.0.0&token=" + token, UnaryOperator.identity());
    }

    // the server asks an issuer that was down, or whose keys are new, again after a while only
    private static void awaitKeys(Api api) {
        Failsafe.with(RetryPolicy.builder()
                        .handle(AssertionError.class)
                        .withDelay(Duration.ofMillis(250))
                        .withMaxRetries(-1)
                        .withMaxDuration(Duration.ofSeconds(20))
                        .build())
                .run(() -> assertThat(api.get("/api/me").status()).isEqualTo(200));
    }
}
