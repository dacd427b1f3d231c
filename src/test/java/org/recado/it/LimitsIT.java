package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.platform.Json;

/** What is too much is answered at every door with the time to wait; a test is wherever it says it is. */
@Tag("every-server")
class LimitsIT extends RunningServer {

    private static final Random RANDOM = new Random();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String here = address();
    private final String elsewhere = address();

    @Test
    void historyIsReadSoOftenByRest() {
        var token = Api.signedIn("carla").token();
        var asked = IntStream.range(0, 400)
                .mapToObj(i -> HTTP.sendAsync(
                        HttpRequest.newBuilder(at("/api/channels/general/messages?limit=1"))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        BodyHandlers.ofString()))
                .toList();
        var answers = asked.stream().map(CompletableFuture::join).toList();
        saysWhen(answers.stream().filter(a -> a.statusCode() == 429).findFirst().orElseThrow());
        assertThat(answers).extracting(HttpResponse::statusCode).contains(200).containsOnly(200, 429);
    }

    @Test
    void historyIsReadSoOftenByTheSocket() throws IOException {
        try (var carla = PhoenixClient.as("carla")) {
            carla.join("channel:general");
            saysWhen(carla, 600, i -> "[null,\"h" + i + "\",\"channel:general\",\"history\",{\"limit\":1}]", "h");
        }
    }

    @Test
    void connectionJoinsSoOften() throws IOException {
        try (var carla = PhoenixClient.as("carla")) {
            saysWhen(
                    carla,
                    1_000,
                    i -> "[\"j" + i + "\",\"j" + i + "\",\"channel:nowhere" + i + "\",\"phx_join\",{}]",
                    "j");
            carla.isAlive();
        }
    }

    private static void saysWhen(PhoenixClient client, int times, IntFunction<String> frame, String ref)
            throws IOException {
        for (var i = 0; i < times; i++) {
            client.send(frame.apply(i));
        }
        var limited = IntStream.range(0, times)
                .mapToObj(i -> client.await(f -> f.isReplyTo(ref + i)))
                .filter(f -> f.status().equals("error") && f.reason().equals("rate_limited"))
                .toList();
        assertThat(limited)
                .isNotEmpty()
                .allSatisfy(
                        f -> assertThat(f.response().getInt("retry_after_ms")).isBetween(1, 10_000));
    }

    @Test
    void addressSignsInSoOften() throws IOException, InterruptedException {
        saysWhen(refused(200, i -> signIn(here, "nobody-" + UUID.randomUUID())));
        assertThat(signIn(elsewhere, "nobody").statusCode()).isEqualTo(401);
    }

    @Test
    void userNameIsTriedSoOftenFromWhereverItIs() throws IOException, InterruptedException {
        var name = "nobody-" + UUID.randomUUID();
        saysWhen(refused(30, i -> signIn(address(), name)));
        assertThat(signIn(address(), "another-" + name).statusCode()).isEqualTo(401);
    }

    @Test
    void addressConnectsSoOftenByWhateverDoor() throws IOException, InterruptedException {
        for (var i = 0; i < 1_500; i++) {
            poll(here);
        }
        var head = "";
        for (var i = 0; i < 100 && !head.startsWith("HTTP/1.1 429"); i++) {
            head = handshake(here);
        }
        assertThat(head).startsWith("HTTP/1.1 429").containsIgnoringCase("\r\nRetry-After: 1\r\n");
        assertThat(poll(elsewhere)).isEqualTo(403);
        assertThat(handshake(elsewhere)).startsWith("HTTP/1.1 403");
        assertThat(Stream.generate(() -> here).limit(100).map(LimitsIT::poll)).contains(500);
    }

    private static int poll(String address) {
        try {
            var answer = HTTP.send(
                    HttpRequest.newBuilder(at("/socket/longpoll?vsn=2.0.0&token=bad"))
                            .header("X-Forwarded-For", address)
                            .build(),
                    BodyHandlers.ofString());
            return Json.object(answer.body()).getInt("status");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String handshake(String address) throws IOException {
        try (var socket = RawSocket.open(65_536)) {
            return socket.refused("bad", "X-Forwarded-For: " + address);
        }
    }

    private interface Ask {
        HttpResponse<String> ask(int number) throws IOException, InterruptedException;
    }

    private static HttpResponse<String> refused(int most, Ask ask) throws IOException, InterruptedException {
        for (var i = 0; i < most; i++) {
            var answer = ask.ask(i);
            if (answer.statusCode() != 401) {
                return answer;
            }
        }
        throw new AssertionError("none of " + most + " was too much");
    }

    private static HttpResponse<String> signIn(String address, String user) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(at("/api/session"))
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", address)
                        .POST(BodyPublishers.ofString("{\"username\":\"" + user + "\",\"password\":\"no\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void saysWhen(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(429);
        var problem = Json.object(answer.body());
        assertThat(problem.getString("reason")).isEqualTo("rate_limited");
        var waitMs = problem.getInt("retry_after_ms");
        assertThat(waitMs).isPositive();
        assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue((waitMs + 999) / 1_000);
    }

    /** Nobody else's. */
    private static String address() {
        return "2001:db8:" + Integer.toHexString(RANDOM.nextInt(65_536)) + ":"
                + Integer.toHexString(RANDOM.nextInt(65_536)) + "::1";
    }
}
