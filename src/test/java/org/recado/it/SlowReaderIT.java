package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.recado.platform.Json;

/** A client that stops reading while others go on: they are not delayed, and it is told from where to join again. */
class SlowReaderIT extends RunningServer {

    // of 16 kB: more than the kernel holds for one client; how much the server keeps beside it is its own affair
    private static final int MESSAGES = 600;
    private static final long LONGEST_DELAY_MS = 5_000;
    private static final Duration LONGEST_PARTING = Duration.ofSeconds(60);

    private final String id = "slow-" + UUID.randomUUID();
    private final String topic = "channel:" + id;
    private RawSocket slow;
    private PhoenixClient bruno;
    private Gateway gateway;

    @BeforeEach
    void join() throws Exception {
        Api.signedIn("ana")
                .post(
                        "/api/channels",
                        "{\"id\":\"" + id + "\",\"name\":\"n\",\"kind\":\"private\",\"members\":[\"bruno\"]}");
        slow = RawSocket.open(4_096);
        slow.upgrade(Api.signedIn("ana").token());
        join(0);
        bruno = PhoenixClient.as("bruno");
        bruno.join(topic);
        gateway = new Gateway();
    }

    @AfterEach
    void leave() throws Exception {
        gateway.close();
        bruno.close();
        slow.close();
    }

    @Test
    @Tag("every-server")
    void readerThatStopsDelaysNobodyAndMissesNothing() throws Exception {
        var slowest = 0L;
        for (var i = 1; i <= MESSAGES; i++) {
            var started = System.nanoTime();
            say(i);
            hear(i);
            slowest = Math.max(slowest, (System.nanoTime() - started) / 1_000_000);
            beat();
        }
        assertThat(slowest)
                .as("the longest way of a message to the other, in ms")
                .isLessThan(LONGEST_DELAY_MS);

        assertThat(readAll()).isEqualTo(upTo(MESSAGES));
    }

    @Test
    @Tag("every-server")
    void readerWhoNeverReadsIsLetGo() throws Exception {
        for (var i = 1; i <= MESSAGES; i++) {
            say(i);
            hear(i);
        }
        // the answers to these wait behind what it does not read, until that is too much
        var beats = CompletableFuture.runAsync(this::beatForEver);
        bruno.await(f -> f.event().equals("presence_diff")
                && f.payload().getJsonObject("leaves").containsKey("ana"));
        slow.close();
        assertThat(beats).failsWithin(LONGEST_PARTING);
    }

    private void beatForEver() {
        try {
            while (true) {
                beat();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void beat() throws IOException {
        slow.text("[null,\"beat\",\"phoenix\",\"heartbeat\",{}]");
    }

    private void say(int i) throws Exception {
        gateway.publish(
                id,
                "{\"sender_id\":\"bruno\",\"channel_id\":\"" + id
                        + "\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"client_id\":\"" + i + "\",\"message\":\""
                        + "x".repeat(16_000) + "\"}");
    }

    private void hear(int i) {
        assertThat(bruno.event(topic, "message").getInt("seq")).isEqualTo(i);
        if (i % 50 == 0) {
            bruno.isAlive(); // who says nothing for long is sent away
        }
    }

    private static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    /** Joins and returns the answer. */
    private JsonObject join(int lastSeq) throws IOException {
        slow.text("[\"" + lastSeq + "\",\"" + lastSeq + "\",\"" + topic + "\",\"phx_join\",{\"last_seq\":" + lastSeq
                + "}]");
        var frame = next();
        while (!isOf(frame, "phx_reply")) {
            frame = next();
        }
        var answer = frame.getJsonObject(4);
        assertThat(answer.getString("status")).isEqualTo("ok");
        return answer.getJsonObject("response");
    }

    /** What the client hears of once it reads again: as it was said or, where that was too much, by the join it is asked for. */
    private List<Integer> readAll() throws IOException {
        var seqs = new ArrayList<Integer>();
        while (seqs.size() < MESSAGES) {
            var frame = next();
            if (isOf(frame, "message")) {
                seqs.add(frame.getJsonObject(4).getInt("seq"));
                beat(); // what waits may take longer to read than a client may be silent
            } else if (isOf(frame, "resync")) {
                var lastSeq = frame.getJsonObject(4).getInt("last_seq");
                assertThat(lastSeq).isEqualTo(seqs.size());
                var missed = join(lastSeq);
                assertThat(missed.getBoolean("recovered")).isTrue();
                missed.getJsonArray("messages").getValuesAs(JsonObject.class).forEach(m -> seqs.add(m.getInt("seq")));
            }
        }
        return seqs;
    }

    private boolean isOf(JsonArray frame, String event) {
        return frame.getString(2).equals(topic) && frame.getString(3).equals(event);
    }

    private JsonArray next() throws IOException {
        var said = slow.next().orElseThrow();
        assertThat(said.isText())
                .as("a text frame, not a close: %s", said.text())
                .isTrue();
        return Json.structure(said.text()).asJsonArray();
    }
}
