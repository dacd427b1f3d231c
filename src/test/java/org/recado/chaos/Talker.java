package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One client at the socket: says, hears, and comes back to the next edge whenever its line breaks or falls silent. */
final class Talker implements Runnable {
    private static final Duration RETRY = Duration.ofMillis(300);
    private static final Duration BEAT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A frame that waits for its reply. */
    private record Asked(long since, Runnable unanswered, Consumer<JsonObject> reply) {}

    private final String name;
    private final String token;
    private final List<URI> edges;
    private final List<Lane> lanes;
    private final Map<String, Hearing> hearings = new LinkedHashMap<>();
    private final Map<String, Asked> asked = new HashMap<>();
    private final Verdict verdict;
    private final Duration period;
    private final BooleanSupplier fresh;
    private volatile boolean stopped;
    private int current;
    private int lines;
    private int turn;
    private long restUntil;
    private long beat;

    Talker(
            String name,
            String token,
            List<URI> edges,
            List<Lane> lanes,
            Collection<Hearing> hearings,
            Duration period,
            BooleanSupplier fresh,
            Verdict verdict) {
        this.name = name;
        this.token = token;
        this.edges = edges;
        this.lanes = lanes;
        hearings.forEach(hearing -> this.hearings.put("channel:" + hearing.channel(), hearing));
        this.period = period;
        this.fresh = fresh;
        this.verdict = verdict;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        for (var edge = 0; !stopped; edge++) {
            var call = edge;
            try (var line = PhoenixLine.open(edges.get(edge % edges.size()), token, frame -> hear(call, frame))) {
                talk(line);
            } catch (IOException e) {
                // the edge or the wire is gone, which is what this run is about
                Pause.of(RETRY);
            } finally {
                hangUp();
            }
        }
    }

    private void talk(PhoenixLine line) throws IOException {
        begin();
        while (!stopped && line.isOpen() && !isOverdue()) {
            join(line);
            beat(line);
            say(line);
            Pause.of(period);
        }
    }

    private synchronized void begin() {
        lines++;
        beat = System.nanoTime();
    }

    private synchronized void hangUp() {
        current++;
        List.copyOf(asked.values()).forEach(one -> one.unanswered().run());
        asked.clear();
        hearings.values().forEach(Hearing::down);
    }

    private synchronized boolean isOverdue() {
        var oldest = System.nanoTime() - PATIENCE.toNanos();
        return asked.values().stream().anyMatch(one -> one.since() < oldest);
    }

    private void join(PhoenixLine line) throws IOException {
        for (var entry : hearings.entrySet()) {
            var ref = line.nextRef();
            var params = Json.createObjectBuilder();
            synchronized (this) {
                var hearing = entry.getValue();
                if (!hearing.isDown() || isResting()) {
                    continue;
                }
                hearing.joining(ref);
                params.add("last_seq", hearing.cursor());
                ask(ref, hearing::down, reply -> joined(hearing, ref, reply));
            }
            line.push(ref, ref, entry.getKey(), "phx_join", params.build());
        }
    }

    // a join may have been given up for a newer one before its answer came
    private void joined(Hearing hearing, String ref, JsonObject payload) {
        if (!hearing.joinRef().equals(ref)) {
            return;
        }
        if (isOk(payload)) {
            hearing.joined(payload.getJsonObject("response"));
        } else {
            hearing.down();
            refused("join " + hearing.channel(), payload);
        }
    }

    private void beat(PhoenixLine line) throws IOException {
        var ref = line.nextRef();
        synchronized (this) {
            if (System.nanoTime() - beat < BEAT.toNanos()) {
                return;
            }
            beat = System.nanoTime();
            ask(ref, () -> {}, reply -> {});
        }
        line.push("", ref, "phoenix", "heartbeat", Json.createObjectBuilder().build());
    }

    private void say(PhoenixLine line) throws IOException {
        for (var i = 0; i < lanes.size(); i++) {
            var lane = lanes.get(turn++ % lanes.size());
            if (say(line, lane)) {
                return;
            }
        }
    }

    private boolean say(PhoenixLine line, Lane lane) throws IOException {
        var topic = "channel:" + lane.channel();
        var ref = line.nextRef();
        Lane.Sending sending;
        synchronized (this) {
            if (!hearings.get(topic).isLive() || isResting()) {
                return false;
            }
            var next = lane.next(fresh.getAsBoolean());
            if (next.isEmpty()) {
                return false;
            }
            sending = next.get();
            ask(ref, () -> lane.again(sending.number()), reply -> said(sending, reply));
        }
        line.push(hearings.get(topic).joinRef(), ref, topic, event(sending), payload(sending));
        return true;
    }

    private static String event(Lane.Sending sending) {
        return switch (sending.kind()) {
            case CREATE -> "message";
            case EDIT -> "edit";
            case DELETE -> "delete";
        };
    }

    private static JsonObject payload(Lane.Sending sending) {
        var payload = Json.createObjectBuilder().add("client_id", sending.key());
        if (sending.kind() != Lane.Kind.CREATE) {
            payload.add("id", sending.messageId());
        }
        if (sending.kind() != Lane.Kind.DELETE) {
            payload.add("message", sending.text());
        }
        return payload.build();
    }

    private void said(Lane.Sending sending, JsonObject payload) {
        if (isOk(payload)) {
            sending.lane().accepted(sending.number());
        } else {
            sending.lane().again(sending.number());
            refused(sending.key(), payload);
        }
    }

    private void ask(String ref, Runnable unanswered, Consumer<JsonObject> reply) {
        asked.put(ref, new Asked(System.nanoTime(), unanswered, reply));
    }

    private static boolean isOk(JsonObject payload) {
        return payload.getString("status").equals("ok");
    }

    // "unmatched topic" is Phoenix's word for a join that has just ended
    private void refused(String what, JsonObject payload) {
        var response = payload.getJsonObject("response");
        var reason = response.getString("reason");
        switch (reason) {
            case "unavailable", "rate_limited" ->
                restUntil = System.nanoTime()
                        + Duration.ofMillis(response.getInt("retry_after_ms", 500))
                                .toNanos();
            case "unmatched topic" -> {}
            default -> verdict.disagree("%s was refused %s: %s", name, what, payload);
        }
    }

    private boolean isResting() {
        return System.nanoTime() < restUntil;
    }

    // a frame that is not as the contract says ends the line, and is told; what a line that was hung up still brings is
    // not heard
    private synchronized void hear(int call, JsonArray frame) {
        if (call != current) {
            return;
        }
        try {
            understand(frame);
        } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
            verdict.disagree("%s does not understand %s: %s", name, frame, e);
            throw e;
        }
    }

    private void understand(JsonArray frame) {
        var topic = frame.getString(2);
        var hearing = hearings.get(topic);
        switch (frame.getString(3)) {
            case "phx_reply" -> answered(frame);
            case "message", "message_edited", "message_deleted" -> hearing.event(frame.getJsonObject(4));
            case "message_ack" -> acknowledged(frame.getJsonObject(4));
            case "resync", "phx_close", "phx_error" -> ended(hearing, frame);
            default -> {}
        }
    }

    private void answered(JsonArray frame) {
        if (frame.get(1) instanceof JsonString ref) {
            var one = asked.remove(ref.getString());
            if (one != null) {
                one.reply().accept(frame.getJsonObject(4));
            }
        }
    }

    private void acknowledged(JsonObject ack) {
        if (ack.getString("state").equals("rejected")) {
            verdict.disagree("%s was told: %s", name, ack);
        }
    }

    private static void ended(Hearing hearing, JsonArray frame) {
        if (frame.get(0) instanceof JsonString ref && ref.getString().equals(hearing.joinRef())) {
            hearing.down();
        }
    }

    String name() {
        return name;
    }

    /** How often it was connected. */
    synchronized int lines() {
        return lines;
    }

    synchronized int unrecovered() {
        return hearings.values().stream().mapToInt(Hearing::unrecovered).sum();
    }

    /** The channels it has not heard to the end. */
    synchronized List<String> behind(Map<String, Long> lastSeqs) {
        return hearings.values().stream()
                .filter(hearing -> hearing.cursor() != lastSeqs.get(hearing.channel()))
                .map(hearing ->
                        hearing.channel() + " at " + hearing.cursor() + " of " + lastSeqs.get(hearing.channel()))
                .toList();
    }
}
