package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the socket answers to bad input: the reason or the close code of the table, and nobody else is disturbed. */
class BadFramesIT extends RunningServer {

    private final String id = "bad-" + UUID.randomUUID();
    private final String topic = "channel:" + id;
    private PhoenixClient bystander;
    private PhoenixClient ana;

    @BeforeEach
    void join() {
        var api = Api.signedIn("ana");
        api.post(
                "/api/channels", "{\"id\":\"" + id + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"bruno\"]}");
        bystander = PhoenixClient.as("bruno");
        bystander.join(topic);
        ana = PhoenixClient.as("ana");
        ana.join(topic);
    }

    @AfterEach
    void bystanderIsNotDisturbed() {
        try {
            bystander.isAlive();
            assertThat(bystander.heardButPresence()).isEmpty();
            assertThat(bystander
                            .ask(topic, "message", "{\"message\":\"still here\",\"client_id\":\"b\"}")
                            .status())
                    .isEqualTo("ok");
            assertThat(bystander.event(topic, "message").getString("message")).isEqualTo("still here");
        } finally {
            bystander.close();
            ana.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "", "[1,2", "{\"a\":1}}", "[null,\"1\",\"t\",\"e\",{\"a\":1,\"a\":2}]"})
    void textThatIsNoJsonCloses1007(String text) {
        ana.send(text);
        assertThat(ana.closeCode()).isEqualTo(1007);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "[null,\"1\",\"t\",\"e\"]",
                "[null,\"1\",\"t\",\"e\",7]",
                "[null,\"1\",7,\"e\",{}]",
                "[null,{},\"t\",\"e\",{}]"
            })
    void jsonThatIsNoFrameCloses1003(String text) {
        ana.send(text);
        assertThat(ana.closeCode()).isEqualTo(1003);
    }

    @Test
    void deepNestingCloses1007() {
        ana.send("[null,\"1\",\"t\",\"e\",{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}]");
        assertThat(ana.closeCode()).isEqualTo(1007);
    }

    @Test
    void truncatedBinaryFrameCloses1003() {
        ana.send(new byte[] {0, 1, 1, 5, 5, 'a'});
        assertThat(ana.closeCode()).isEqualTo(1003);
    }

    @Test
    void binaryPayloadIsMalformed() {
        var head = new byte[] {0, 0, 2, (byte) topic.length(), 7};
        var fields = ("r1" + topic + "message").getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(head.length + fields.length + 3)
                .put(head)
                .put(fields)
                .put(new byte[] {1, 2, 3})
                .array();
        ana.send(frame);
        assertThat(ana.await(f -> f.isReplyTo("r1")).reason()).isEqualTo("malformed");
        ana.isAlive();
    }

    @Test
    void oneByteOverTheLimitCloses1009() {
        var sent = ana.hurl(frameOf(64 * 1024 + 1));
        assertThat(ana.closeCode()).isEqualTo(1009);
        assertThat(sent).isDone();
    }

    // the server stops reading, so a client that is still sending may meet a broken pipe before it reads the code
    @Test
    void aMebibyteEndsTheConnection() {
        var sent = ana.hurl(frameOf(1024 * 1024));
        assertThat(ana.closeCodeIfHeard()).isIn(Optional.empty(), Optional.of(1009));
        assertThat(sent).isDone();
    }

    private String frameOf(int size) {
        var head = "[null,\"1\",\"" + topic + "\",\"message\",{\"message\":\"";
        return head + "x".repeat(size - head.length() - 3) + "\"}]";
    }

    @Test
    void messageOfSeventeenKibibytesIsTooLarge() {
        var reply = ana.ask(topic, "message", "{\"message\":\"" + "x".repeat(17 * 1024) + "\"}");
        assertThat(reply.status()).isEqualTo("error");
        assertThat(reply.reason()).isEqualTo("too_large");
        ana.isAlive();
    }

    static String[] malformedMessages() {
        return new String[] {
            "{}",
            "{\"message\":7}",
            "{\"message\":null}",
            "{\"message\":\"\"}",
            "{\"message\":\"a\\u0000b\"}",
            "{\"message\":\"a\\u001bb\"}",
            "{\"message\":\"\\ud800\"}",
            "{\"message\":\"x\",\"client_id\":\"with space\"}",
            "{\"message\":\"x\",\"client_id\":\"" + "k".repeat(65) + "\"}",
            "{\"message\":\"x\",\"client_id\":5}",
            "{\"message\":\"x\",\"timestamp\":\"yesterday\"}"
        };
    }

    @ParameterizedTest
    @MethodSource("malformedMessages")
    void malformedMessageIsAnsweredAndTheConnectionStays(String payload) {
        var reply = ana.ask(topic, "message", payload);
        assertThat(reply.status()).isEqualTo("error");
        assertThat(reply.reason()).isEqualTo("malformed");
        ana.isAlive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    edit    | {"message":"x"}
                    edit    | {"id":"no uuid","message":"x"}
                    delete  | {}
                    delete  | {"id":7}
                    history | {"before_seq":"1"}
                    history | {"limit":0}
                    read    | {}
                    read    | {"seq":-1}
                    read    | {"seq":1.5}
                    dance   | {}
                    """)
    void malformedPushIsAnsweredAndTheConnectionStays(String event, String payload) {
        assertThat(ana.ask(topic, event, payload).reason()).isEqualTo("malformed");
        ana.isAlive();
    }

    @ParameterizedTest
    @CsvSource({
        "channel:with space,malformed",
        "channel:,malformed",
        "channel:no-such-channel,unknown_channel",
        "user:bruno,not_a_member",
        "room:1,unmatched topic",
        "phoenix,unmatched topic"
    })
    void joinThatMakesNoSenseIsRefused(String name, String reason) {
        assertThat(ana.tryJoin(name, "{}").reason()).isEqualTo(reason);
        ana.isAlive();
    }

    @Test
    void idOf65CharactersIsMalformed() {
        assertThat(ana.tryJoin("channel:" + "x".repeat(65), "{}").reason()).isEqualTo("malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"last_seq\":\"1\"}", "{\"last_seq\":1.5}", "{\"last_seq\":99999999999999999999}"})
    void joinWithABadCursorIsMalformed(String params) {
        assertThat(ana.tryJoin(topic, params).reason()).isEqualTo("malformed");
    }

    @Test
    void nonMemberIsRefused() {
        var carla = PhoenixClient.as("carla");
        try {
            assertThat(carla.tryJoin(topic, "{}").reason()).isEqualTo("not_a_member");
            assertThat(carla.ask(topic, "message", "{\"message\":\"x\"}").reason())
                    .isEqualTo("unmatched topic");
        } finally {
            carla.close();
        }
    }

    @Test
    void topicNumber101IsRefused() {
        var carla = PhoenixClient.as("carla");
        try {
            var api = Api.signedIn("carla");
            for (var i = 1; i <= 101; i++) {
                var channel = id + "-" + i;
                api.post("/api/channels", "{\"id\":\"" + channel + "\",\"name\":\"n\",\"kind\":\"private\"}");
                var reply = carla.tryJoin("channel:" + channel, "{}");
                assertThat(reply.status()).as("join %d", i).isEqualTo(i <= 100 ? "ok" : "error");
                if (i == 101) {
                    assertThat(reply.reason()).isEqualTo("too many channels joined");
                }
            }
        } finally {
            carla.close();
        }
    }

    static String[] refusedQueries() throws JOSEException {
        var token = Api.signedIn("ana").token();
        return new String[] {
            "?token=" + token,
            "?vsn=1.0.0&token=" + token,
            "?vsn=2.1.0&token=" + token,
            "?vsn=x&token=" + token,
            "?vsn=2.0.0",
            "?vsn=2.0.0&token=",
            "?vsn=2.0.0&token=nonsense",
            "?vsn=2.0.0&token=" + token.substring(0, token.length() - 3) + "abc",
            "?vsn=2.0.0&token=" + expired()
        };
    }

    @ParameterizedTest
    @MethodSource("refusedQueries")
    void connectionWithoutAGoodTokenAndVersionIsRefused(String query) {
        refused(query, UnaryOperator.identity());
    }

    @Test
    void foreignOriginIsRefused() {
        refused(good(), b -> b.header("Origin", "https://evil.example"));
    }

    @Test
    void ownOriginIsTaken() {
        connects(good(), b -> b.header("Origin", at("/").toString()), "");
    }

    @Test
    void emptyQueryPiecesAreTolerated() {
        connects("?&&vsn=2.0.0&&token=" + Api.signedIn("ana").token() + "&", UnaryOperator.identity(), "");
    }

    @Test
    void unknownSubprotocolIsRefused() {
        refused(good(), b -> b.subprotocols("graphql-ws"));
    }

    @Test
    void subprotocolTokenIsTakenInBothAlphabets() {
        var token = Api.signedIn("ana").token().getBytes(StandardCharsets.UTF_8);
        for (var encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            var bearer = "base64url.bearer.phx." + encoder.withoutPadding().encodeToString(token);
            connects("?vsn=2.0.0", b -> b.subprotocols("phoenix", bearer), "phoenix");
        }
    }

    @Test
    void plainRequestIsABadRequest() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(at("/socket/websocket").toString() + good()))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(400);
    }

    private static String good() {
        return "?vsn=2.0.0&token=" + Api.signedIn("ana").token();
    }

    private static void refused(String query, UnaryOperator<WebSocket.Builder> more) {
        var refused = catchThrowableOfType(
                PhoenixClient.Refused.class,
                () -> PhoenixClient.connect(query, more).close());
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused.status).isEqualTo(403);
    }

    private static void connects(String query, UnaryOperator<WebSocket.Builder> more, String subprotocol) {
        var client = PhoenixClient.connect(query, more);
        assertThat(client.subprotocol()).isEqualTo(subprotocol);
        client.isAlive();
        client.close();
    }

    private static String expired() throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .issuer("recado")
                .subject("ana")
                .expirationTime(Date.from(Instant.now().minusSeconds(1)))
                .build();
        var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        jwt.sign(new MACSigner(ServerOptions.TOKEN_SECRET));
        return jwt.serialize();
    }
}
