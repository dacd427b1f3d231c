package org.recado.bench;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;

/** What a bench asks of the server by REST: signing in, and channels of its own. */
final class Rest {

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

    private String post(String path, String token, String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(server.resolve(path))
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body))
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
