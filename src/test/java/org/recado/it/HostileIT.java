package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What OWASP's API Security Top 10 (2023) warns of, tried by someone who is signed in and means harm; API2 (tokens) is in
 * {@link SessionsIT}, API6 in {@link LimitsIT}, API7 (addresses that the server calls) in {@link PushIT} and the tests of
 * {@code platform}, API10 (what another issuer answers) in those of {@code auth}.
 */
@Tag("every-server")
class HostileIT extends RunningServer {

    private static final Pattern CALL = Pattern.compile("(?m)^  (/api/\\S+):$|^    (get|post|put|patch|delete):$");

    private final Api ana = Api.signedIn("ana");
    private final Api mallory = Api.signedIn("bruno");
    private final Api ops = Api.signedIn("ops");
    private final String channel = "hostile-" + UUID.randomUUID();

    @BeforeEach
    void makeChannel() {
        assertThat(ana.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"n\",\"kind\":\"private\"}")
                        .status())
                .isEqualTo(201);
    }

    /** One operation of the OpenAPI document, with ids of nobody in its path. */
    private record Call(String method, String path) {}

    private static List<Call> calls() throws IOException {
        try (InputStream in = HostileIT.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            var calls = new ArrayList<Call>();
            var path = "";
            var matcher = CALL.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (matcher.find()) {
                if (matcher.group(1) == null) {
                    calls.add(new Call(matcher.group(2).toUpperCase(Locale.ROOT), path));
                } else {
                    path = matcher.group(1)
                            .replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
                }
            }
            return calls;
        }
    }

    private static Api.Answer send(Api who, Call call) {
        return switch (call.method()) {
            case "GET" -> who.get(call.path());
            case "POST" -> who.post(call.path(), "{}");
            case "PUT" -> who.put(call.path(), "{}");
            case "PATCH" -> who.patch(call.path(), "{}");
            default -> who.delete(call.path());
        };
    }

    /** API5, broken function level authorization. */
    @Test
    void noOperatorsCallIsForAnyoneElse() throws IOException {
        var calls =
                calls().stream().filter(c -> c.path().startsWith("/api/ops/")).toList();
        assertThat(calls).hasSizeGreaterThan(20);
        for (var call : calls) {
            var answer = send(mallory, call);
            assertThat(answer.status()).as("%s", call).isEqualTo(403);
            assertThat(answer.reason()).as("%s", call).isEqualTo("forbidden");
        }
    }

    /** API2, broken authentication: only signing in, renewing it and the links of mails are open. */
    @Test
    void noCallIsForNobody() throws IOException {
        for (var call : calls()) {
            if (!call.path().matches("/api/(session(/refresh)?|email/\\w+)")
                    || call.method().equals("DELETE")) {
                assertThat(send(Api.anonymous(), call).status()).as("%s", call).isEqualTo(401);
            }
        }
    }

    /** API1, broken object level authorization. */
    @Test
    void othersIdsOpenNothing() throws Exception {
        var mine = "hostile-" + UUID.randomUUID();
        mallory.post("/api/channels", "{\"id\":\"" + mine + "\",\"name\":\"n\",\"kind\":\"private\"}");
        var secret = ana.post("/api/channels/" + channel + "/messages?wait=stored", "{\"message\":\"secret\"}")
                .object()
                .getString("id");
        var there = "/api/channels/" + channel;
        for (var answer : List.of(
                mallory.get(there),
                mallory.get(there + "/members"),
                mallory.get(there + "/messages"),
                mallory.get(there + "/bans"),
                mallory.post(there + "/messages", "{\"message\":\"x\"}"),
                mallory.patch(there, "{\"name\":\"Mine\"}"),
                mallory.put(there + "/members/bruno", "{\"role\":\"owner\"}"))) {
            assertThat(answer.reason()).isEqualTo("not_a_member");
            assertThat(answer.body()).doesNotContain("secret");
        }
        // the id of a message there, by way of a channel of one's own
        try (var client = PhoenixClient.as("bruno")) {
            var topic = "channel:" + mine;
            client.join(topic);
            for (var event : List.of("edit", "delete")) {
                client.ask(topic, event, "{\"id\":\"" + secret + "\",\"message\":\"x\"}");
                assertThat(client.event(topic, "message_ack").getString("reason"))
                        .isEqualTo("not_found");
            }
            assertThat(client.tryJoin("channel:" + channel, "{}").reason()).isEqualTo("not_a_member");
            assertThat(client.tryJoin("user:ana", "{}").status()).isEqualTo("error");
        }

        var anas = ana.get("/api/me/sessions").object().getJsonArray("items");
        assertThat(anas).isNotEmpty();
        assertThat(mallory.delete("/api/me/sessions/" + anas.getJsonObject(0).getString("id"))
                        .reason())
                .isEqualTo("not_found");
        assertThat(ana.get("/api/me").status()).isEqualTo(200);
    }

    /** API3, broken object property level authorization: fields that are not the caller's to set. */
    @Test
    void fieldsThatAreNotOnesOwnAreNotTaken() {
        var said = ana.post(
                        "/api/channels/" + channel + "/messages?wait=stored",
                        "{\"message\":\"x\",\"sender_id\":\"bruno\",\"seq\":77,\"id\":\"" + UUID.randomUUID()
                                + "\",\"stored_at\":\"2000-01-01T00:00:00Z\",\"type\":\"member.erase\"}")
                .object();
        assertThat(said.getInt("seq")).isEqualTo(1);
        var message = ana.get("/api/channels/" + channel + "/messages")
                .object()
                .getJsonArray("messages")
                .getJsonObject(0);
        assertThat(message.getString("sender_id")).isEqualTo("ana");
        assertThat(message.getString("stored_at")).doesNotStartWith("2000");

        var id = "hostile-" + UUID.randomUUID();
        mallory.post(
                "/api/channels",
                "{\"id\":\"" + id + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"ana\"],\"last_seq\":9,"
                        + "\"owner\":\"ana\",\"role\":\"owner\",\"created_at\":\"2000-01-01T00:00:00Z\"}");
        assertThat(ana.get("/api/channels/" + id).object().getString("role")).isEqualTo("member");
        assertThat(ana.get("/api/channels/" + id).object().getInt("last_seq")).isZero();

        var user = "h-" + UUID.randomUUID();
        ops.post("/api/ops/accounts", "{\"username\":\"" + user + "\",\"password\":\"correct horse\"}");
        var me = Api.anonymous()
                .post(
                        "/api/session",
                        "{\"username\":\"" + user
                                + "\",\"password\":\"correct horse\",\"operator\":true,\"roles\":[\"operator\"]}")
                .object();
        assertThat(me.getJsonObject("user").getJsonArray("roles")).isEmpty();
        var token = Api.withToken(me.getString("token"));
        assertThat(token.get("/api/ops/flow").status()).isEqualTo(403);
    }

    /** API4, unrestricted resource consumption. */
    @Test
    void nothingIsReadWithoutABound() {
        var there = "/api/channels/" + channel;
        assertThat(ana.get(there + "/messages?limit=1000000000").reason()).isEqualTo("malformed");
        assertThat(ana.get(there + "/messages?limit=-1").reason()).isEqualTo("malformed");
        assertThat(ops.get("/api/ops/audit?limit=1000000000").reason()).isEqualTo("malformed");
        assertThat(ops.get("/api/ops/dead-letters?limit=1000000000").reason()).isEqualTo("malformed");
        var deep = "{\"message\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(ana.post(there + "/messages", deep).reason()).isEqualTo("malformed");
        var tooLong = "{\"message\":\"" + "x".repeat(5_000_000) + "\"}";
        assertThat(ana.post(there + "/messages", tooLong).reason()).isEqualTo("too_large");
        var members = "\"x\",".repeat(1_000) + "\"x\",\"y\"";
        assertThat(ana.post("/api/channels", "{\"name\":\"n\",\"members\":[" + members + "]}")
                        .reason())
                .isEqualTo("malformed");
    }

    /** API8, security misconfiguration: methods nobody needs, and errors that tell of the inside. */
    @Test
    void errorsTellNothingOfTheInside() throws Exception {
        for (var method : List.of("TRACE", "OPTIONS", "PROPFIND", "CONNECTX")) {
            var answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(at("/api/me"))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(method).isBetween(200, 501);
            tellsNothing(answer.body());
        }
        for (var answer : List.of(
                ana.get("/api/%00"),
                ana.get("/api/channels/%2e%2e%2f%2e%2e%2fWEB-INF%2fweb.xml"),
                ana.get("/WEB-INF/web.xml"),
                ana.get("/META-INF/persistence.xml"),
                ana.post("/api/channels", "\u0000"),
                ana.post("/api/session", "{\"username\":{},\"password\":[]}"))) {
            assertThat(answer.status()).isBetween(400, 499);
            tellsNothing(answer.body());
        }
    }

    private static void tellsNothing(String body) {
        assertThat(body)
                .doesNotContain("org.recado")
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("jdbc:");
    }

    /** Injection, into SQL, MongoDB's operators, Redis' keys and the log. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "' or '1'='1",
                "'; drop table message; --",
                "general' union select password_hash from account --",
                "{\"$gt\":\"\"}",
                "$where",
                "*",
                "general\nrecado:recent:general",
                "general\r\nDEL recado:recent:general",
                "../general",
                "general/0000000000000000001",
                "general\u0000",
                "\u0131d",
                "${jndi:ldap://127.0.0.1/x}"
            })
    void whatIsNoIdIsMalformedWhereverItIsGiven(String attack) {
        var encoded = URLEncoder.encode(attack, StandardCharsets.UTF_8).replace("+", "%20");
        for (var path : List.of(
                "/api/channels/" + encoded,
                "/api/channels/" + encoded + "/messages",
                "/api/channels/" + encoded + "/members")) {
            assertThat(ana.get(path).status()).as(path).isIn(400, 403, 404);
        }
        var quoted = Json.createValue(attack).toString();
        assertThat(ana.post("/api/channels", "{\"id\":" + quoted + ",\"name\":\"n\"}")
                        .reason())
                .isEqualTo("malformed");
        assertThat(ana.put("/api/channels/" + channel + "/members/" + encoded, "{\"role\":\"member\"}")
                        .status())
                .isIn(400, 404);
        assertThat(Api.anonymous()
                        .post("/api/session", "{\"username\":" + quoted + ",\"password\":" + quoted + "}")
                        .reason())
                .isIn("malformed", "unauthorized", "rate_limited");
        assertThat(ops.delete("/api/ops/bots/" + encoded + "/keys/" + encoded).status())
                .isIn(400, 404);
        assertThat(ops.delete("/api/ops/bots/bot/keys/" + encoded).status()).isIn(400, 404);
        for (var filter : List.of("actor", "subject", "action", "from", "before")) {
            var answer = ops.get("/api/ops/audit?" + filter + "=" + encoded);
            assertThat(answer.status()).as(filter).isIn(200, 400);
            if (answer.status() == 200) {
                assertThat(answer.object().getJsonArray("items")).as(filter).isEmpty();
            }
        }
        // as a text it is what it is, to the letter
        var text = attack.replaceAll("\\p{Cntrl}", " ");
        var said = Json.createValue(text).toString();
        assertThat(ana.post(
                                "/api/channels/" + channel + "/messages?wait=stored",
                                "{\"message\":" + said + ",\"client_id\":" + said + "}")
                        .status())
                .isIn(201, 400);
        assertThat(ana.post("/api/channels/" + channel + "/messages?wait=stored", "{\"message\":" + said + "}")
                        .status())
                .isEqualTo(201);
        assertThat(ana.get("/api/channels/" + channel + "/messages?limit=1")
                        .object()
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("message"))
                .isEqualTo(text);
    }

    /** MongoDB's operators where a text is asked for. */
    @Test
    void anObjectIsNoText() {
        for (var message : List.of("{\"$set\":{\"message\":\"x\"}}", "[\"x\"]", "{\"$where\":\"1\"}")) {
            assertThat(ana.post("/api/channels/" + channel + "/messages", "{\"message\":" + message + "}")
                            .reason())
                    .isEqualTo("malformed");
        }
        assertThat(ana.get("/api/channels/" + channel).object().getInt("last_seq"))
                .isZero();
    }
}
