package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Accounts, sessions and their end, through REST, the socket and long polling. */
@Tag("every-server")
class SessionsIT extends RunningServer {

    private static final int SIGNED_OUT = 1008;
    private static final int GONE = 410;
    private static final int FORBIDDEN = 403;
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final String PASSWORD = "correct horse";
    private static final String OTHER = "battery staple";

    private final String user = "s-" + UUID.randomUUID();
    private final String account = "/api/ops/accounts/" + user;
    private final Api ops = Api.signedIn("ops");

    @BeforeEach
    void makeAccount() {
        var made = ops.post(
                "/api/ops/accounts",
                "{\"username\":\"" + user + "\",\"name\":\"Someone New\",\"password\":\"" + PASSWORD + "\"}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.object().getBoolean("operator")).isFalse();
    }

    private Api.Answer trySignIn(String password) {
        return Api.anonymous()
                .post("/api/session", "{\"username\":\"" + user + "\",\"password\":\"" + password + "\"}");
    }

    private JsonObject signIn() {
        var answer = trySignIn(PASSWORD);
        assertThat(answer.status()).isEqualTo(200);
        return answer.object();
    }

    private static Api as(JsonObject pass) {
        return Api.withToken(pass.getString("token"));
    }

    private static Api.Answer refresh(JsonObject pass) {
        return Api.anonymous()
                .post("/api/session/refresh", "{\"refresh_token\":\"" + pass.getString("refresh_token") + "\"}");
    }

    private static PhoenixClient connected(JsonObject pass) {
        return PhoenixClient.connect("?vsn=2.0.0&token=" + pass.getString("token"), UnaryOperator.identity());
    }

    private static void isRefused(JsonObject pass) {
        assertThat(as(pass).get("/api/me").reason()).isEqualTo("unauthorized");
        var refused = catchThrowableOfType(
                PhoenixClient.Refused.class, () -> connected(pass).close());
        assertThat(refused.status).isEqualTo(403);
    }

    @Test
    void signingInGivesAPassThatCanBeRenewed() {
        var pass = signIn();
        assertThat(Instant.parse(pass.getString("expires_at"))).isAfter(Instant.now());
        assertThat(pass.getInt("expires_in")).isPositive();
        assertThat(Instant.parse(pass.getString("refresh_expires_at")))
                .isAfter(Instant.now().plus(Duration.ofDays(29)));
        assertThat(pass.getJsonObject("user").getString("name")).isEqualTo("Someone New");

        var next = refresh(pass);
        assertThat(next.status()).isEqualTo(200);
        assertThat(next.object().getString("session_id")).isEqualTo(pass.getString("session_id"));
        assertThat(next.object().getJsonObject("user")).isEqualTo(pass.getJsonObject("user"));
        assertThat(as(next.object()).get("/api/me").object().getString("id")).isEqualTo(user);
        // another tab, or an answer that was lost
        assertThat(refresh(pass).status()).isEqualTo(200);
    }

    @Test
    void nonsenseIsNoRefreshToken() {
        for (var token : List.of("", "x", "a".repeat(43), "0".repeat(10_000))) {
            var answer = Api.anonymous().post("/api/session/refresh", "{\"refresh_token\":\"" + token + "\"}");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.reason()).isEqualTo("unauthorized");
        }
        assertThat(Api.anonymous().post("/api/session/refresh", "{}").reason()).isEqualTo("malformed");
        assertThat(Api.anonymous()
                        .post("/api/session/refresh", "{\"refresh_token\":7}")
                        .reason())
                .isEqualTo("malformed");
    }

    @Test
    void signingOutClosesTheOpenSocketAndRefusesTheToken() {
        var pass = signIn();
        var elsewhere = signIn();
        try (var socket = connected(pass);
                var other = connected(elsewhere)) {
            var began = System.nanoTime();
            assertThat(as(pass).delete("/api/session").status()).isEqualTo(204);

            assertThat(socket.closeCode()).isEqualTo(SIGNED_OUT);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
            isRefused(pass);
            assertThat(refresh(pass).status()).isEqualTo(401);
            other.isAlive();
        }
    }

    @Test
    void endingASessionElsewhereEndsItsPollsToo() {
        var here = signIn();
        var there = signIn();
        var polling = PollingClient.with(there.getString("token"));
        var list = as(here).get("/api/me/sessions").object().getJsonArray("items");
        assertThat(list).hasSize(2);
        for (var item : list.getValuesAs(JsonObject.class)) {
            assertThat(item.getBoolean("current"))
                    .isEqualTo(item.getString("id").equals(here.getString("session_id")));
        }

        var path = "/api/me/sessions/" + there.getString("session_id");
        assertThat(Api.signedIn("ana").delete(path).reason()).isEqualTo("not_found");
        var waiting = polling.waiting();
        assertThat(as(here).delete(path).status()).isEqualTo(204);
        assertThat(as(here).delete(path).reason()).isEqualTo("not_found");
        // gone, or refused where it came only after the end
        assertThat(waiting.orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join().status())
                .isIn(GONE, FORBIDDEN);
        assertThat(polling.poll().status()).isEqualTo(FORBIDDEN);
        isRefused(there);
        assertThat(as(here).get("/api/me").status()).isEqualTo(200);
    }

    @Test
    void endByAnotherNodeIsHeardWithinFiveSeconds() throws Exception {
        var pass = signIn();
        try (var socket = connected(pass)) {
            var began = System.nanoTime();
            Rows.endSession(UUID.fromString(pass.getString("session_id")));

            assertThat(socket.closeCode()).isEqualTo(SIGNED_OUT);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BOUND);
            isRefused(pass);
        }
    }

    @Test
    void clientOfAnEndedSessionMayTryAgainAndIsRefused() {
        var pass = signIn();
        var socket = connected(pass);
        assertThat(ops.delete(account + "/sessions").status()).isEqualTo(204);
        // any code but 1000 lets it try again
        assertThat(socket.closeCode()).isNotEqualTo(1000);
        isRefused(pass);
        assertThat(trySignIn(PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void changedPasswordSignsOutEverywhereElse() {
        var here = signIn();
        var there = signIn();
        var body = "{\"password\":\"%s\",\"new_password\":\"%s\"}";
        var wrong = as(here).post("/api/me/password", body.formatted("wrong", OTHER));
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.reason()).isEqualTo("forbidden");
        for (var bad : List.of("short", user, "password123", "Someone New")) {
            var refused = as(here).post("/api/me/password", body.formatted(PASSWORD, bad));
            assertThat(refused.reason()).isEqualTo("malformed");
            assertThat(refused.object().getString("detail")).startsWith("new_password: ");
        }
        assertThat(as(here).post("/api/me/password", body.formatted(PASSWORD, OTHER))
                        .status())
                .isEqualTo(204);

        assertThat(as(here).get("/api/me").status()).isEqualTo(200);
        isRefused(there);
        assertThat(trySignIn(PASSWORD).status()).isEqualTo(401);
        assertThat(trySignIn(OTHER).status()).isEqualTo(200);
    }

    @Test
    void operatorsResetAndLockAccounts() {
        var pass = signIn();
        assertThat(ops.put(account + "/password", "{\"password\":\"" + OTHER + "\"}")
                        .status())
                .isEqualTo(204);
        isRefused(pass);
        assertThat(trySignIn(OTHER).status()).isEqualTo(200);

        assertThat(ops.put(account + "/lock", "").status()).isEqualTo(204);
        assertThat(trySignIn(OTHER).reason()).isEqualTo("forbidden");
        assertThat(trySignIn("wrong").reason()).isEqualTo("unauthorized");
        assertThat(ops.delete(account + "/lock").status()).isEqualTo(204);
        assertThat(trySignIn(OTHER).status()).isEqualTo(200);
    }

    @Test
    void accountsAreForOperatorsAndMistakesAreSaid() {
        var mine = as(signIn());
        assertThat(mine.post("/api/ops/accounts", "{}").status()).isEqualTo(403);
        assertThat(mine.put(account + "/lock", "").status()).isEqualTo(403);
        assertThat(mine.delete(account + "/sessions").status()).isEqualTo(403);

        var body = "{\"username\":\"%s\",\"password\":\"%s\"}";
        assertThat(ops.post("/api/ops/accounts", body.formatted(user, PASSWORD)).reason())
                .isEqualTo("conflict");
        assertThat(ops.post("/api/ops/accounts", body.formatted("no id", PASSWORD))
                        .reason())
                .isEqualTo("malformed");
        assertThat(ops.post("/api/ops/accounts", body.formatted("n-" + user, "short"))
                        .reason())
                .isEqualTo("malformed");
        assertThat(ops.put("/api/ops/accounts/nobody/password", "{\"password\":\"" + PASSWORD + "\"}")
                        .reason())
                .isEqualTo("not_found");
        assertThat(ops.put("/api/ops/accounts/nobody/lock", "").reason()).isEqualTo("not_found");
        assertThat(ops.put("/api/ops/accounts/ops/lock", "").reason()).isEqualTo("conflict");
    }

    @Test
    void tooManyWrongPasswordsMakeTheRightOneWait() throws Exception {
        assertThat(trySignIn("wrong").status()).isEqualTo(401);
        Rows.countFailures(user, 9);
        assertThat(trySignIn("wrong").status()).isEqualTo(401);

        var late = trySignIn(PASSWORD);
        assertThat(late.status()).isEqualTo(429);
        assertThat(late.reason()).isEqualTo("rate_limited");
        var wait = late.object().getInt("retry_after_ms");
        assertThat(wait).isBetween(1, 32_000);
        assertThat(late.retryAfter()).isEqualTo(Integer.toString((wait + 999) / 1_000));
        assertThat(ops.delete(account + "/lock").status()).isEqualTo(204);
        assertThat(trySignIn(PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void spentRefreshTokenThatComesLateEndsTheSession() throws Exception {
        var pass = signIn();
        var next = refresh(pass).object();
        Rows.ageSpentTokens(UUID.fromString(pass.getString("session_id")), Duration.ofSeconds(11));

        assertThat(refresh(pass).status()).isEqualTo(401);
        assertThat(refresh(next).status()).isEqualTo(401);
        isRefused(next);
    }

    @Test
    void forgedTokensAreRefusedByEveryDoor() throws Exception {
        var pass = signIn();
        var ended = signIn();
        as(ended).delete("/api/session");
        var key = ServerOptions.TOKEN_SECRET;
        Map<String, String> forged = new TreeMap<>();
        forged.put("alg none", new PlainJWT(good().build()).serialize());
        forged.put("wrong key", signed("another secret of thirty-two bytes", good()));
        forged.put("wrong issuer", signed(key, good().issuer("https://elsewhere.example")));
        forged.put("no issuer", signed(key, good().issuer(null)));
        forged.put("expired", signed(key, good().expirationTime(in(-1))));
        forged.put("never ends", signed(key, good().expirationTime(null)));
        forged.put("not yet valid", signed(key, good().notBeforeTime(in(60))));
        forged.put("claims of another", mixed(pass.getString("token"), signed(key, good().subject("ops"))));
        forged.put("session that ended", ended.getString("token"));
        forged.put(
                "name of a session", PollingClient.with(pass.getString("token")).session());
        forged.put("refresh token", pass.getString("refresh_token"));

        assertThat(Api.withToken(signed(key, good())).get("/api/me").status()).isEqualTo(200);
        forged.forEach((attack, token) -> {
            assertThat(Api.withToken(token).get("/api/me").status()).as(attack).isEqualTo(401);
            var refused = catchThrowableOfType(
                    PhoenixClient.Refused.class,
                    () -> PhoenixClient.connect("?vsn=2.0.0&token=" + token, UnaryOperator.identity())
                            .close());
            assertThat(refused).as(attack).isNotNull();
            assertThat(refused.status).as(attack).isEqualTo(403);
            // a session's name opens a poll of its own accord: it is no caller's token, so none is left
            assertThat(PollingClient.send(PollingClient.request("?vsn=2.0.0&token=" + token)
                                    .build())
                            .status())
                    .as(attack)
                    .isIn(attack.equals("name of a session") ? List.of(200, 204) : List.of(403));
        });
    }

    private JWTClaimsSet.Builder good() {
        return new JWTClaimsSet.Builder().issuer("recado").subject(user).expirationTime(in(60));
    }

    private static Date in(int seconds) {
        return Date.from(Instant.now().plusSeconds(seconds));
    }

    private static String signed(String key, JWTClaimsSet.Builder claims) throws JOSEException {
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims.build());
        jwt.sign(new MACSigner(key));
        return jwt.serialize();
    }

    /** The claims of one token under the signature of the other. */
    private static String mixed(String signature, String claims) {
        return claims.substring(0, claims.lastIndexOf('.')) + signature.substring(signature.lastIndexOf('.'));
    }
}
