package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.platform.Json;
import org.recado.socket.FrameMill;

/**
 * Clients of bad faith on the running server, from a seed that {@code -Drecado.fuzz.seed} repeats: afterwards nothing is
 * left of them, the log shows no stack trace of ours, and whoever was there before goes on as before.
 */
class FuzzIT extends RunningServer {

    private static final int CONNECTIONS = 120;
    private static final int FRAMES = 30;
    private static final int MAX_FRAME_BYTES = 65_536;
    private static final Pattern TRACE = Pattern.compile("(?:^\\s+at [\\w.$/@-]+\\(.*\\).*\\R?)+", Pattern.MULTILINE);
    private static final long SEED = Long.getLong("recado.fuzz.seed", System.nanoTime());

    private final String topic = "channel:fuzz-" + UUID.randomUUID();
    private final Random random = new Random(SEED);
    private final List<RawSocket> open = new ArrayList<>();
    private final Set<RawSocket> torn = new HashSet<>();
    private PhoenixClient bystander;
    private int before;
    private long logged;

    @BeforeEach
    void join() throws IOException {
        System.out.printf("fuzz of the server seed=%d%n", SEED);
        Api.signedIn("bruno")
                .post("/api/channels", "{\"id\":\"" + topic.substring(8) + "\",\"name\":\"n\",\"kind\":\"private\"}");
        bystander = PhoenixClient.as("bruno");
        bystander.join(topic);
        before = Gauges.connections();
        logged = Files.size(Server.LOG);
    }

    @AfterEach
    void nothingIsLeftAndOthersGoOn() throws IOException {
        try {
            for (var socket : open) {
                socket.reset();
            }
            assertThat(Gauges.awaitConnections(before)).as("seed %d", SEED).isEqualTo(before);
            assertThat(bystander.heardButPresence()).isEmpty();
            assertThat(bystander
                            .ask(topic, "message", "{\"message\":\"still here\"}")
                            .status())
                    .isEqualTo("ok");
            assertThat(bystander.event(topic, "message").getString("message")).isEqualTo("still here");
            assertThat(stackTraces()).as("stack traces of ours, seed %d", SEED).isEmpty();
        } finally {
            bystander.close();
        }
    }

    /** Those that pass through our code; the server has some of its own for a torn request. */
    private List<String> stackTraces() throws IOException {
        var bytes = Files.readAllBytes(Server.LOG);
        var log = new String(Arrays.copyOfRange(bytes, (int) logged, bytes.length), StandardCharsets.UTF_8);
        return TRACE.matcher(log)
                .results()
                .map(MatchResult::group)
                .filter(trace -> trace.contains("org.recado."))
                .toList();
    }

    @Test
    void framesOfAllKindsAreAnsweredWithinTheProtocolOrClosed() throws IOException {
        var mill = new FrameMill(random, MAX_FRAME_BYTES);
        var texts = 0;
        for (var i = 0; i < CONNECTIONS; i++) {
            mill.wildness(i % 3 == 0 ? 40 : 1);
            mill.wanders(i % 4 == 0);
            var socket = RawSocket.as("ana");
            open.add(socket);
            hurl(socket, mill);
            texts += listen(socket);
        }
        assertThat(texts).as("answers").isGreaterThan(CONNECTIONS);
    }

    /** Until the server has had enough. */
    private void hurl(RawSocket socket, FrameMill mill) {
        try {
            for (var j = 0; j < FRAMES; j++) {
                say(socket, mill.next(), mill);
            }
            socket.text("[null,\"done\",\"phoenix\",\"heartbeat\",{}]");
        } catch (IOException closed) {
            assertThat(closed).hasMessageMatching(".*(reset|pipe|closed|abort).*");
        }
    }

    private void say(RawSocket socket, Object frame, FrameMill mill) throws IOException {
        var bytes = frame instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) frame;
        var kind = frame instanceof String ? RawSocket.TEXT : RawSocket.BINARY;
        switch (random.nextInt(150)) {
            case 0 -> socket.frame(RawSocket.TEXT, mill.bytes(40));
            case 1 -> socket.frame(random.nextInt(256), bytes);
            case 2 -> {
                // the server may wait for the rest of a frame that never comes
                socket.write(mill.bytes(1 + random.nextInt(60)));
                socket.patience(Duration.ofSeconds(1));
                torn.add(socket);
            }
            case 3, 4, 5, 6, 7, 8 -> inParts(socket, kind, bytes);
            default -> socket.frame(kind, bytes);
        }
    }

    private static void inParts(RawSocket socket, int kind, byte[] bytes) throws IOException {
        var half = bytes.length / 2;
        socket.frame(kind & ~0x80, Arrays.copyOf(bytes, half));
        socket.frame(0x00, new byte[0]);
        socket.frame(RawSocket.LAST_PART, Arrays.copyOfRange(bytes, half, bytes.length));
    }

    /** Hears the server out, until the last heartbeat's reply or the end; every text must be a frame. */
    private int listen(RawSocket socket) throws IOException {
        var texts = 0;
        try {
            for (var said = socket.next(); said.isPresent(); said = socket.next()) {
                if (said.get().isText()) {
                    texts++;
                    var frame = Json.structure(said.get().text()).asJsonArray();
                    assertThat(frame).hasSize(5);
                    assertThat(frame.getJsonObject(4)).isNotNull();
                    if (isTheLast(frame)) {
                        return texts;
                    }
                }
            }
        } catch (SocketTimeoutException e) {
            assertThat(torn).as("those who may wait for a frame's end").contains(socket);
        }
        return texts;
    }

    private static boolean isTheLast(JsonArray frame) {
        return frame.getString(2).equals("phoenix") && frame.get(1).toString().equals("\"done\"");
    }

    @Test
    void handshakesThatNeverEndKeepNobodyOut() throws IOException {
        var request = RawSocket.request(Api.signedIn("ana").token());
        for (var i = 0; i < 300; i++) {
            var socket = RawSocket.open(65_536);
            open.add(socket);
            socket.write(request.substring(0, 1 + random.nextInt(request.length() - 3))
                    .getBytes(StandardCharsets.US_ASCII));
        }
        try (var ana = PhoenixClient.as("ana")) {
            ana.isAlive();
        }
        bystander.isAlive();
    }

    @Test
    void tenThousandJoinsOfOneConnectionAreAnsweredAndDelayNobody() throws IOException {
        try (var ana = PhoenixClient.as("ana")) {
            for (var i = 0; i < 10_000; i++) {
                ana.send("[null,\"" + i + "\",\"channel:r" + random.nextInt(1_000_000) + "\",\"phx_join\",{}]");
            }
            var started = System.nanoTime();
            bystander.isAlive();
            assertThat(System.nanoTime() - started)
                    .as("a heartbeat of the other")
                    .isLessThan(5_000_000_000L);
            for (var i = 0; i < 10_000; i++) {
                var ref = Integer.toString(i);
                assertThat(ana.await(f -> f.isReplyTo(ref)).reason()).isIn("unknown_channel", "rate_limited");
            }
            ana.isAlive();
        }
    }

    @Test
    void textThatIsNoUtf8Closes1007() throws IOException {
        var socket = connected();
        socket.frame(RawSocket.TEXT, new byte[] {'[', '"', (byte) 0xc3, '"', ']'});
        assertThat(socket.closeCode()).contains(1007);
    }

    @Test
    void partsThatAreTogetherOverTheLimitClose1009() throws IOException {
        var socket = connected();
        var part = "x".repeat(MAX_FRAME_BYTES / 4).getBytes(StandardCharsets.US_ASCII);
        socket.frame(RawSocket.FIRST_PART, part);
        for (var i = 0; i < 4; i++) {
            socket.frame(0x00, part);
        }
        assertThat(socket.closeCode()).contains(1009);
    }

    @Test
    void frameInPartsIsReadAsOne() throws IOException {
        var socket = connected();
        inParts(socket, RawSocket.TEXT, "[7,8,\"phoenix\",\"heartbeat\",{}]".getBytes(StandardCharsets.UTF_8));
        assertThat(socket.next().map(RawSocket.Said::text))
                .contains("[null,8,\"phoenix\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]");
    }

    // without compression there is nothing to blow up
    @Test
    void compressionIsNotNegotiatedAndACompressedFrameIsRefused() throws IOException {
        var socket = RawSocket.open(65_536);
        open.add(socket);
        var answer = socket.upgrade(
                Api.signedIn("ana").token(), "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits");
        assertThat(answer).doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        socket.frame(RawSocket.COMPRESSED, new byte[] {0x2a, 0x00});
        assertThat(socket.closeCode()).isIn(Optional.of(1002), Optional.empty());
    }

    private RawSocket connected() throws IOException {
        var socket = RawSocket.as("ana");
        open.add(socket);
        return socket;
    }
}
