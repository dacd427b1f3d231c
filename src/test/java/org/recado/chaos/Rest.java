package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** REST as one user; any answer but a good one is a failure. */
public final class Rest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int NOT_FOUND = 404;
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI server;
    private final String token;

    private Rest(URI server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Signs in; a demo user's password is the name. */
    public static Rest as(String user, URI server) {
        var body = Json.createObjectBuilder().add("username", user).add("password", user);
        var session = stranger(server).post("api/session", body.build());
        return new Rest(server, session.getString("token"));
    }

    /** Somebody who has signed in already. */
    public static Rest with(String token, URI server) {
        return new Rest(server, token);
    }

    static Rest stranger(URI server) {
        return new Rest(server, "");
    }

    public String token() {
        return token;
    }

    JsonObject post(String path, JsonObject body) {
        return send(path, HttpRequest.newBuilder(server.resolve(path)).POST(BodyPublishers.ofString(body.toString())));
    }

    /** The answer, whatever it is, if one came in time. */
    Optional<HttpResponse<String>> tryPost(String path, JsonObject body) {
        var request = HttpRequest.newBuilder(server.resolve(path)).POST(BodyPublishers.ofString(body.toString()));
        try {
            return Optional.of(answer(request));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }

    public JsonObject get(String path) {
        return send(path, HttpRequest.newBuilder(server.resolve(path)));
    }

    /** Empty where there is no such thing. */
    Optional<JsonObject> tryGet(String path) {
        return sent(path, HttpRequest.newBuilder(server.resolve(path)));
    }

    private JsonObject send(String path, HttpRequest.Builder request) {
        return sent(path, request).orElseThrow(() -> new IllegalStateException(path + ": 404"));
    }

    private Optional<JsonObject> sent(String path, HttpRequest.Builder request) {
        try {
            var answer = answer(request);
            if (answer.statusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            try (var reader = Json.createReader(new StringReader(answer.body()))) {
                return Optional.of(reader.readObject());
            }
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }

    private HttpResponse<String> answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        request.timeout(PATIENCE).header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }
}
