package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long polling by hand: what is answered to good and bad requests, and what a client that polls cannot do to others. */
@Tag("every-server")
class LongPollIT extends RunningServer {

    private static final String LINES = PollingClient.LINES;

    private final String id = "poll-" + UUID.randomUUID();
    private final String topic = "channel:" + id;

    @BeforeEach
    void makeChannel() {
        var made = Api.signedIn("ana")
                .post("/api/channels", "{\"id\":\"" + id + "\",\"name\":\"n\",\"kind\":\"private\"}");
        assertThat(made.status()).isEqualTo(201);
    }

    private PollingClient joined() {
        var ana = PollingClient.as("ana");
        assertThat(ana.ask("j", topic, "phx_join", "{}").getString("status")).isEqualTo("ok");
        return ana;
    }

    @Test
    void newSessionIsAnsweredAtOnceAndKeptByNobody() {
        var told = PollingClient.send(PollingClient.request(good()).build());

        assertThat(told.http().statusCode()).isEqualTo(200);
        assertThat(told.status()).isEqualTo(410);
        assertThat(told.json().getString("token")).isNotEmpty();
        assertThat(told.json().getJsonArray("messages")).isEmpty();
        assertThat(told.header("cache-control")).isEqualTo("no-store");
        assertThat(told.header("content-type")).startsWith("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?vsn=1.0.0&token=%s", "?token=%s", "?vsn=2.0.0", "?vsn=2.0.0&token=x%s"})
    void handshakeIsTheSockets(String query) {
        var told = PollingClient.send(
                PollingClient.request(query.formatted(Api.signedIn("ana").token()))
                        .build());

        assertThat(told.http().statusCode()).isEqualTo(200);
        assertThat(told.http().body()).isEqualTo("{\"status\":403}");
    }

    @Test
    void pollWithoutNewsEndsAfterTheWindow() {
        var ana = PollingClient.as("ana");
        var began = System.nanoTime();
        var told = ana.poll();

        assertThat(told.status()).isEqualTo(204);
        assertThat(told.json().getString("token")).isNotEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(9), Duration.ofSeconds(15));
    }

    @Test
    void pollThatWaitsHearsTheMessageAtOnce() {
        var ana = joined();
        var message = CompletableFuture.supplyAsync(
                () -> ana.await(f -> f.getString(3).equals("message")));
        Api.signedIn("ana").post("/api/channels/" + id + "/messages", "{\"message\":\"hi\",\"client_id\":\"k\"}");

        assertThat(message.orTimeout(8, TimeUnit.SECONDS)
                        .join()
                        .getJsonObject(4)
                        .getString("message"))
                .isEqualTo("hi");
    }

    @Test
    void hundredPollsThatWaitHoldNoThread() {
        var polls = IntStream.range(0, 100)
                .mapToObj(i -> PollingClient.as("ana").waiting())
                .toList();
        var began = System.nanoTime();
        assertThat(Api.signedIn("ana").get("/api/me").status()).isEqualTo(200);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        var ended = CompletableFuture.allOf(polls.toArray(CompletableFuture[]::new));
        ended.orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(polls).allSatisfy(p -> assertThat(p.join().status()).isEqualTo(204));
    }

    @Test
    void sessionWithoutPollsIsGoneAfterOneAndAHalfWindows() throws InterruptedException {
        var ana = joined();
        var session = ana.session();
        TimeUnit.MILLISECONDS.sleep(16_000);

        assertThat(ana.post(LINES, "").status()).isEqualTo(410);
        assertThat(ana.poll().status()).isEqualTo(410);
        assertThat(ana.session()).isNotEqualTo(session);
        assertThat(ana.ask("j", topic, "phx_join", "{}").getString("status")).isEqualTo("ok");
    }

    @Test
    void unknownSessionIsANewOneForAPollAndGoneForAPost() {
        var ana = PollingClient.as("ana");
        ana.take("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmVkIGJ5IG5vYm9keQ");

        assertThat(ana.post(LINES, "").status()).isEqualTo(410);
        assertThat(ana.poll().status()).isEqualTo(410);
        assertThat(ana.ask("j", topic, "phx_join", "{}").getString("status")).isEqualTo("ok");
    }

    @Test
    void foreignOriginIsRefusedEverywhere() {
        var evil = "https://evil.example";
        var opened = PollingClient.send(
                PollingClient.request(good()).header("Origin", evil).build());
        var preflight = PollingClient.send(PollingClient.request(good())
                .header("Origin", evil)
                .method("OPTIONS", BodyPublishers.noBody())
                .build());

        assertThat(opened.status()).isEqualTo(403);
        assertThat(opened.header("access-control-allow-origin")).isEmpty();
        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("access-control-allow-origin")).isEmpty();
    }

    @Test
    void ownOriginMayAskAndReadTheAnswer() {
        var own = at("/").toString().replaceAll("/$", "");
        var opened = PollingClient.send(
                PollingClient.request(good()).header("Origin", own).build());
        var preflight = PollingClient.send(PollingClient.request(good())
                .header("Origin", own)
                .header("Access-Control-Request-Headers", "content-type,x-phoenix-authtoken")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());

        assertThat(opened.status()).isEqualTo(410);
        assertThat(opened.header("access-control-allow-origin")).isEqualTo(own);
        assertThat(opened.header("vary").toLowerCase(Locale.ROOT)).contains("origin");
        assertThat(preflight.http().statusCode()).isEqualTo(200);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo(own);
        assertThat(preflight.header("access-control-allow-headers")).contains("x-phoenix-authtoken");
        assertThat(preflight.header("access-control-allow-methods")).contains("POST");
        assertThat(preflight.header("access-control-max-age")).isEqualTo("3600");
    }

    @Test
    void tokenAndSessionMayComeInHeaders() {
        var opened = PollingClient.send(PollingClient.request("?vsn=2.0.0")
                .header("X-Phoenix-AuthToken", Api.signedIn("ana").token())
                .build());
        var posted = PollingClient.send(PollingClient.request("?vsn=2.0.0")
                .header("X-Phoenix-Longpoll-Token", opened.json().getString("token"))
                .header("Content-Type", LINES)
                .POST(BodyPublishers.ofString(""))
                .build());

        assertThat(opened.status()).isEqualTo(410);
        assertThat(posted.status()).isEqualTo(200);
    }

    @Test
    void oneLineTooManyIsABadRequestAndNothingOfItIsDone() {
        var ana = joined();
        var line = "[null,\"h\",\"phoenix\",\"heartbeat\",{}]\n";
        var told = ana.post(LINES, line.repeat(101));

        assertThat(told.http().statusCode()).isEqualTo(400);
        assertThat(told.status()).isEqualTo(400);
        assertThat(ana.post(LINES, line.repeat(100)).status()).isEqualTo(200);
        assertThat(ana.poll().frames().stream().filter(f -> f.getString(2).equals("phoenix")))
                .hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bodyOverTheLimitIsABadRequest(boolean itsLengthIsSaid) {
        var ana = joined();
        var body = "x".repeat((1 << 20) + 1).getBytes(StandardCharsets.US_ASCII);
        var told = ana.post(
                LINES,
                itsLengthIsSaid
                        ? BodyPublishers.ofByteArray(body)
                        : BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(told.http().statusCode()).isEqualTo(400);
        assertThat(ana.ask("h", "phoenix", "heartbeat", "{}").getString("status"))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[1,2", "[]", "AQID"})
    void whatIsNoFrameEndsTheSessionAsItEndsAConnection(String line) {
        var ana = PollingClient.as("ana");
        var waiting = ana.waiting();

        assertThat(ana.post(LINES, line).status()).isEqualTo(410);
        assertThat(waiting.orTimeout(5, TimeUnit.SECONDS).join().status()).isEqualTo(410);
    }

    @Test
    void pollWithABodyIsABadRequest() {
        var told = PollingClient.send(PollingClient.request(good())
                .method("GET", BodyPublishers.ofString("x"))
                .build());

        assertThat(told.http().statusCode()).isEqualTo(400);
    }

    @Test
    void frameOverTheLimitEndsTheSession() {
        var head = "[null,\"1\",\"" + topic + "\",\"message\",{\"message\":\"";
        var frame = head + "x".repeat(64 * 1024 + 1 - head.length() - 3) + "\"}]";

        assertThat(joined().post(LINES, frame).status()).isEqualTo(410);
    }

    @Test
    void lineOfBase64IsABinaryFrame() {
        var ana = joined();
        var fields = ("b1" + topic + "message").getBytes(StandardCharsets.UTF_8);
        var frame = ByteBuffer.allocate(5 + fields.length + 3)
                .put(new byte[] {0, 0, 2, (byte) topic.length(), 7})
                .put(fields)
                .put(new byte[] {1, 2, 3})
                .array();

        assertThat(ana.post(LINES, Base64.getEncoder().encodeToString(frame)).status())
                .isEqualTo(200);
        assertThat(ana.reply("b1").getJsonObject("response").getString("reason"))
                .isEqualTo("malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/json", "application/x-www-form-urlencoded"})
    void bodyOfAnyOtherTypeIsOneFrame(String type) {
        var ana = joined();

        assertThat(ana.post(type, "[null,\"h\",\"phoenix\",\"heartbeat\",{}]").status())
                .isEqualTo(200);
        assertThat(ana.reply("h").getString("status")).isEqualTo("ok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "HEAD"})
    void otherMethodIsABadRequest(String method) {
        var told = PollingClient.send(PollingClient.request(good())
                .method(method, BodyPublishers.noBody())
                .build());

        assertThat(told.http().statusCode()).isEqualTo(400);
    }

    @Test
    void clientThatDoesNotPollIsClosedWhenRepliesPileUp() {
        var ana = joined();
        sayMuch(ana);

        assertThat(ana.post(LINES, page().repeat(12)).status()).isEqualTo(410);
    }

    @Test
    void clientsThatDoNotReadTheirAnswersDelayNobody() throws IOException {
        var ana = joined();
        sayMuch(ana);
        var deaf = new ArrayList<Socket>();
        try {
            // more than there are threads for what clients ask
            for (var i = 0; i < 24; i++) {
                var client = joined();
                assertThat(client.post(LINES, page()).status()).isEqualTo(200);
                var socket = new Socket();
                deaf.add(socket);
                socket.setReceiveBufferSize(4096);
                socket.connect(new InetSocketAddress(at("/").getHost(), at("/").getPort()));
                socket.getOutputStream().write(client.head("GET", 0));
                socket.getOutputStream().flush();
            }
            var began = System.nanoTime();
            assertThat(ana.ask("h", topic, "history", "{\"limit\":1}").getString("status"))
                    .isEqualTo("ok");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        } finally {
            for (var socket : deaf) {
                socket.close();
            }
        }
    }

    private void sayMuch(PollingClient client) {
        var text = "x".repeat(16_000);
        for (var i = 0; i < 20; i++) {
            var payload = "{\"message\":\"" + text + "\",\"client_id\":\"c" + i + "\"}";
            assertThat(client.ask("m" + i, topic, "message", payload).getString("status"))
                    .isEqualTo("ok");
        }
    }

    private String page() {
        return "[null,\"p\",\"" + topic + "\",\"history\",{\"limit\":50}]\n";
    }

    @Test
    void bodyThatDribblesHoldsUpItsSessionForTheWindowOnly() throws IOException {
        var ana = PollingClient.as("ana");
        // a post that is handled just then has it refused, so another one is begun
        var patience = RetryPolicy.builder()
                .handle(AssertionError.class)
                .withMaxRetries(20)
                .build();
        try (var socket = Failsafe.with(patience).get(() -> dribbling(ana))) {
            // over the window
            ana.poll();
            ana.poll();

            assertThat(ana.post(LINES, "").status())
                    .as("a POST after the window")
                    .isEqualTo(200);
            socket.getOutputStream().write(']');
            socket.getOutputStream().flush();
            assertThat(upToTheBrace(socket)).startsWith("HTTP/1.1 200").endsWith("{\"status\":408}");
        }
    }

    /** A POST of which the server has seen the beginning. */
    private static Socket dribbling(PollingClient ana) throws IOException {
        var socket = new Socket(at("/").getHost(), at("/").getPort());
        try {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(ana.head("POST", 2));
            socket.getOutputStream().write('[');
            socket.getOutputStream().flush();
            Failsafe.with(RetryPolicy.builder()
                            .handle(AssertionError.class)
                            .withDelay(Duration.ofMillis(20))
                            .withMaxRetries(50)
                            .build())
                    .run(() -> assertThat(ana.post(LINES, "").status())
                            .as("a POST beside it")
                            .isEqualTo(400));
            return socket;
        } catch (IOException | AssertionError e) {
            socket.close();
            throw e;
        }
    }

    // the connection need not end, nor the body have a line's end
    private static String upToTheBrace(Socket socket) throws IOException {
        var heard = new StringBuilder();
        for (var c = socket.getInputStream().read();
                c >= 0;
                c = socket.getInputStream().read()) {
            heard.append((char) c);
            if (c == '}') {
                break;
            }
        }
        return heard.toString();
    }

    private static String good() {
        return "?vsn=2.0.0&token=" + Api.signedIn("ana").token();
    }
}
