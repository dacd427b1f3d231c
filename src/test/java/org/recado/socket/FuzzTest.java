package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many frames from a seed, through the very methods a server calls. {@code -Drecado.fuzz.frames} says how many and
 * {@code -Drecado.fuzz.seed} repeats a run.
 */
class FuzzTest {

    private static final int FRAMES = Integer.getInteger("recado.fuzz.frames", 20_000);
    private static final long SEED = Long.getLong("recado.fuzz.seed", System.nanoTime());
    private static final Logger LOG = Logger.getLogger("org.recado.socket");

    private final Random random = new Random(SEED);
    private final FrameMill mill = new FrameMill(random, Edge.MAX_FRAME_BYTES);
    private final Edge edge = new Edge(random);
    /** What the server said, by event and status, and what it closed with. */
    private final Map<String, Integer> met = new TreeMap<>();

    private final Handler loud = new Loud();
    private FakeSession session;
    private Overheard overheard;
    private boolean reads;
    private int mostTopics;

    /** A client's fault is one line: no stack trace, and nothing an operator is woken for. */
    private static final class Loud extends Handler {
        @Override
        public void publish(LogRecord line) {
            if (line.getThrown() != null || line.getLevel().intValue() > Level.INFO.intValue()) {
                var said = line.getLevel() + " " + line.getMessage() + " " + Arrays.toString(line.getParameters());
                throw new AssertionError("logged: " + said, line.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listenToTheLog() {
        LOG.setUseParentHandlers(false);
        LOG.addHandler(loud);
    }

    @AfterEach
    void leaveTheLog() {
        LOG.removeHandler(loud);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void whateverAClientSaysTheServerStaysWithinTheProtocol() {
        System.out.printf("fuzz frames=%d seed=%d%n", FRAMES, SEED);
        var started = System.nanoTime();
        connect();
        for (var i = 0; i < FRAMES; i++) {
            var frame = mill.next();
            try {
                round(frame);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + SEED + ", frame " + i + ": " + shown(frame), e);
            }
        }
        disconnect();
        System.out.printf(
                "fuzz frames=%d seed=%d seconds=%.1f most_topics=%d met=%s%n",
                FRAMES, SEED, (System.nanoTime() - started) / 1e9, mostTopics, met);
        assertThat(edge.followedByRoomsThatAreGone())
                .as("bindings that rooms left behind")
                .isEmpty();
        assertThat(edge.failures()).as("failures of our own, seed %d", SEED).isZero();
        assertThat(met)
                .as("what was met, so that the frames get somewhere")
                .containsKeys("ok", "error", "message", "message_ack", "phx_close", "resync")
                .containsKeys("close 1003", "close 1007", "close 1009", "close 1013");
    }

    private void round(Object frame) {
        reads = random.nextInt(60) == 0 ? !reads : reads;
        session.reads(reads);
        say(frame);
        if (random.nextInt(4) == 0) {
            edge.happens();
        }
        listen();
        if (!session.closed.isEmpty() || random.nextInt(2_000) == 0) {
            disconnect();
            connect();
        }
    }

    private void say(Object frame) {
        try {
            overheard.said(
                    frame instanceof String text
                            ? FrameCodec.decode(text)
                            : FrameCodec.decode(ByteBuffer.wrap((byte[]) frame)));
            take(frame);
        } catch (Unreadable e) {
            take(frame);
            assertThat(session.closed).as("the close after what is no frame").isNotEmpty();
        }
    }

    private void take(Object frame) {
        if (frame instanceof String text) {
            edge.endpoint.text(text, session.session());
            if (text.getBytes(StandardCharsets.UTF_8).length > Edge.MAX_FRAME_BYTES) {
                assertThat(session.closed)
                        .as("the close after a frame over the limit")
                        .isNotEmpty();
            }
        } else {
            edge.endpoint.bytes(ByteBuffer.wrap((byte[]) frame), session.session());
        }
    }

    private void listen() {
        session.sent.forEach(text -> met.merge(overheard.heard(text), 1, Integer::sum));
        session.sent.clear();
        session.closed.forEach(code -> met.merge("close " + code, 1, Integer::sum));
        assertThat(session.closed).as("closed once, with a code of the table").hasSizeLessThan(2);
        assertThat(session.closed).isSubsetOf(1003, 1007, 1009, 1013);
        mostTopics = Math.max(mostTopics, edge.followed().size());
        assertThat(mostTopics).as("topics of one connection").isLessThanOrEqualTo(Edge.MAX_TOPICS);
    }

    private void connect() {
        session = edge.connected();
        overheard = new Overheard();
        reads = true;
        mill.wildness(List.of(40, 1, 0).get(random.nextInt(3)));
        mill.wanders(random.nextInt(3) == 0);
        assertThat(gauge()).as("the connections counted").isEqualTo(1);
    }

    private void disconnect() {
        assertThat(edge.followed().keySet()).as("what the node is bound for").isEqualTo(edge.connections.topics());
        edge.endpoint.close(session.session());
        edge.happens();
        assertThat(edge.connections.topics()).as("topics left behind").isEmpty();
        assertThat(edge.followed()).as("bindings left behind").isEmpty();
        assertThat(edge.attending()).as("attendees left behind").isEmpty();
        assertThat(gauge()).as("connections left behind").isZero();
    }

    private double gauge() {
        return edge.meters.registry().get("recado.socket.connections").gauge().value();
    }

    private static String shown(Object frame) {
        return frame instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : (String) frame;
    }
}
