package org.recado.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/** What a bench asks of the server by REST: signing in, channels of its own, and how many are connected. */
final class Rest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MS = 100;
    // as dead-letters.js
    private static final int REPLAYED_AT_ONCE = 1_000;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;

    Rest(URI server) {
        this.server = server;
    }

    String signIn(String user) throws IOException, InterruptedException {
        var session = post("/api/session", "", "{\"username\":\"" + user + "\",\"password\":\"" + user + "\"}");
        try (var reader = Json.createReader(new StringReader(session))) {
            return reader.readObject().getString("token");
        }
    }

    /** New channels with ana and bruno. */
    ChannelNames makeChannels(int count) throws IOException, InterruptedException {
        var channels = new ChannelNames("bench-" + UUID.randomUUID().toString().substring(0, 8) + "-", count);
        var token = signIn("ana");
        for (var i = 0; i < count; i++) {
            post(
                    "/api/channels",
                    token,
                    "{\"id\":\"" + channels.name(i) + "\",\"name\":\"Bench\",\"members\":[\"bruno\"]}");
        }
        return channels;
    }

    /** Returns when the node counts exactly so many connections. */
    void awaitConnections(int wanted) throws IOException, InterruptedException {
        var operator = signIn("ops");
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        for (var now = connections(operator); now != wanted; now = connections(operator)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the node has " + now + " connections instead of " + wanted);
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Replays all dead letters that wait, part by part as the console does. */
    void replayDeadLetters() throws IOException, InterruptedException {
        var operator = signIn("ops");
        var until = "";
        for (var remain = 1; remain > 0; ) {
            var part = post(
                    "/api/ops/dead-letters/replay",
                    operator,
                    "{\"all\":true,\"limit\":" + REPLAYED_AT_ONCE + until + "}");
            try (var reader = Json.createReader(new StringReader(part))) {
                var done = reader.readObject();
                until = ",\"until\":\"" + done.getString("until") + "\"";
                remain = done.getInt("remain");
            }
        }
    }

    private int connections(String operator) throws IOException, InterruptedException {
        var flow = send("/api/ops/flow", operator, HttpRequest.newBuilder().GET());
        try (var reader = Json.createReader(new StringReader(flow))) {
            return reader.readObject().getInt("connections");
        }
    }

    /** How many series the node shows. */
    long metricSeries() throws IOException, InterruptedException {
        return send("/metrics", signIn("ops"), HttpRequest.newBuilder().GET())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .count();
    }

    private String post(String path, String token, String body) throws IOException, InterruptedException {
        return send(path, token, HttpRequest.newBuilder().POST(BodyPublishers.ofString(body)));
    }

    private String send(String path, String token, HttpRequest.Builder asked) throws IOException, InterruptedException {
        var request = asked.uri(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
