package org.recado.redeploy;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.recado.chaos.Pause;
import org.recado.chaos.PhoenixLine;
import org.recado.chaos.Rest;

/** One client that comes back whenever its line breaks, and asks for what it has missed. */
final class ReturningClient {
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration TURN = Duration.ofMillis(100);
    private static final long BEAT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int PAGE = 200;

    private final URI server;
    private final String token;
    private final String room;
    private final long from;
    private final Thread thread = new Thread(this::run, "client");
    private final List<String> heard = new ArrayList<>();
    private volatile boolean stopped;
    private volatile boolean behind;
    private int connections;
    private long cursor;

    private ReturningClient(URI server, String token, String room) {
        this.server = server;
        this.token = token;
        this.room = room;
        this.from = rest().get("api/channels/" + room).getJsonNumber("last_seq").longValue();
        this.cursor = from;
    }

    static ReturningClient start(URI server, String token, String room) {
        var client = new ReturningClient(server, token, room);
        client.thread.setDaemon(true);
        client.thread.start();
        return client;
    }

    private Rest rest() {
        return Rest.with(token, server);
    }

    void stop() {
        stopped = true;
    }

    /** The clients' keys of what it has heard, in order. */
    synchronized List<String> heard() {
        return List.copyOf(heard);
    }

    synchronized int connections() {
        return connections;
    }

    /** The keys of all that is stored since the start, by REST. */
    List<String> stored() {
        var keys = new ArrayList<String>();
        var after = from;
        while (true) {
            var page = rest().get("api/channels/" + room + "/messages?limit=" + PAGE + "&after_seq=" + after)
                    .getJsonArray("messages")
                    .getValuesAs(JsonObject.class);
            page.forEach(message -> keys.add(message.getString("client_id")));
            if (page.size() < PAGE) {
                return keys;
            }
            after = page.get(page.size() - 1).getJsonNumber("seq").longValue();
        }
    }

    private void run() {
        while (!stopped) {
            try (var line = PhoenixLine.open(server, token, this::hear)) {
                listen(line);
            } catch (IOException e) {
                // the application is away, which is what this run is about
                Pause.of(RETRY);
            }
        }
    }

    private void listen(PhoenixLine line) throws IOException {
        synchronized (this) {
            connections++;
        }
        behind = true;
        var beat = System.nanoTime();
        while (!stopped && line.isOpen()) {
            if (behind) {
                behind = false;
                join(line);
            }
            if (System.nanoTime() - beat > BEAT_NANOS) {
                beat = System.nanoTime();
                line.push(
                        "",
                        line.nextRef(),
                        "phoenix",
                        "heartbeat",
                        Json.createObjectBuilder().build());
            }
            Pause.of(TURN);
        }
    }

    private synchronized void join(PhoenixLine line) throws IOException {
        var ref = line.nextRef();
        var params = Json.createObjectBuilder().add("last_seq", cursor).build();
        line.push(ref, ref, "channel:" + room, "phx_join", params);
    }

    private synchronized void hear(JsonArray frame) {
        var payload = frame.getJsonObject(4);
        switch (frame.getString(3)) {
            case "message" -> take(payload);
            case "phx_reply" -> {
                var response = payload.getJsonObject("response");
                if (response.containsKey("messages")) {
                    response.getJsonArray("messages")
                            .getValuesAs(JsonObject.class)
                            .forEach(this::take);
                    behind = response.getBoolean("more", false);
                } else if (payload.getString("status").equals("error")) {
                    behind = true;
                }
            }
            case "phx_error", "resync" -> behind = true;
            default -> {}
        }
    }

    // a repeat is told by its seq
    private void take(JsonObject message) {
        var seq = message.getJsonNumber("seq").longValue();
        if (seq > cursor) {
            cursor = seq;
            heard.add(message.getString("client_id"));
        }
    }
}
