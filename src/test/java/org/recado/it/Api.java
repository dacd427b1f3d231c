package org.recado.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonStructure;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The REST door as one user sees it. */
final class Api {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static final Map<String, Api> SIGNED_IN = new ConcurrentHashMap<>();

    private final Optional<String> token;

    private Api(Optional<String> token) {
        this.token = token;
    }

    static Api anonymous() {
        return new Api(Optional.empty());
    }

    static Api withToken(String token) {
        return new Api(Optional.of(token));
    }

    /** A demo user, whose password is the name; signs in once, since attempts are limited. */
    static Api signedIn(String user) {
        return SIGNED_IN.computeIfAbsent(user, Api::signIn);
    }

    private static Api signIn(String user) {
        var answer = anonymous().post("/api/session", "{\"username\":\"" + user + "\",\"password\":\"" + user + "\"}");
        if (answer.status() != 200) {
            throw new IllegalStateException("sign-in of " + user + " failed: " + answer);
        }
        return withToken(answer.object().getString("token"));
    }

    /** The token for the socket. */
    String token() {
        return token.orElseThrow();
    }

    /** A status and a body; {@code retryAfter} is the header, where there is one. */
    record Answer(int status, String body, String retryAfter) {

        Answer(int status, String body) {
            this(status, body, "");
        }

        JsonStructure json() {
            try (var reader = Json.createReader(new StringReader(body))) {
                return reader.read();
            }
        }

        JsonObject object() {
            return json().asJsonObject();
        }

        /** The problem's reason. */
        String reason() {
            return object().getString("reason");
        }
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    Answer post(String path, String body) {
        return send("POST", path, body);
    }

    Answer put(String path, String body) {
        return send("PUT", path, body);
    }

    Answer patch(String path, String body) {
        return send("PATCH", path, body);
    }

    Answer delete(String path) {
        return send("DELETE", path, "");
    }

    private Answer send(String method, String path, String body) {
        var request = HttpRequest.newBuilder(RunningServer.at(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(""));
        } catch (IOException e) {
            throw new IllegalStateException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(method + " " + path, e);
        }
    }
}
