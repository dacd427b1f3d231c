package org.recado.it;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** A client that polls and can also say what the stock one never would; each request is made by hand. */
final class PollingClient {

    static final String LINES = "application/x-ndjson";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String query;
    private String token;

    private PollingClient(String query) {
        this.query = query;
    }

    /** What the server answered: HTTP's own status and headers, and the JSON. */
    record Told(HttpResponse<String> http) {

        JsonObject json() {
            try (var reader = Json.createReader(new StringReader(http.body()))) {
                return reader.readObject();
            }
        }

        int status() {
            return json().getInt("status");
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        List<JsonArray> frames() {
            return json().getJsonArray("messages").getValuesAs(JsonString.class).stream()
                    .map(JsonString::getString)
                    .map(PollingClient::array)
                    .toList();
        }
    }

    private static JsonArray array(String frame) {
        try (var reader = Json.createReader(new StringReader(frame))) {
            return reader.readArray();
        }
    }

    /** A new session of a user who is signed in. */
    static PollingClient as(String user) {
        return with(Api.signedIn(user).token());
    }

    /** A new session of a caller's token. */
    static PollingClient with(String callersToken) {
        var client = new PollingClient("?vsn=2.0.0&token=" + callersToken);
        var told = client.poll();
        if (told.status() != 410) {
            throw new AssertionError("not opened: " + told.json());
        }
        return client;
    }

    static HttpRequest.Builder request(String query) {
        return HttpRequest.newBuilder(URI.create(RunningServer.at("/socket/longpoll") + query))
                .timeout(Duration.ofSeconds(30));
    }

    static Told send(HttpRequest request) {
        try {
            return new Told(HTTP.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError(request.method(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    String session() {
        return token;
    }

    /** Says that it is of this session from now on. */
    void take(String session) {
        token = session;
    }

    private HttpRequest.Builder request() {
        return request(query + (token == null ? "&" : "&token=" + token));
    }

    Told poll() {
        var told = send(request().build());
        token = told.json().getString("token", null);
        return told;
    }

    /** A poll that may wait; the session's token stays as it is. */
    CompletableFuture<Told> waiting() {
        return HTTP.sendAsync(request().build(), BodyHandlers.ofString()).thenApply(Told::new);
    }

    Told post(String type, String body) {
        return post(type, BodyPublishers.ofString(body));
    }

    Told post(String type, BodyPublisher body) {
        return send(request().header("Content-Type", type).POST(body).build());
    }

    /** Sends a text frame and polls until its reply comes. */
    JsonObject ask(String ref, String topic, String event, String payload) {
        var said = post(LINES, "[null,\"" + ref + "\",\"" + topic + "\",\"" + event + "\"," + payload + "]");
        if (said.status() != 200) {
            throw new AssertionError(event + ": " + said.json());
        }
        return reply(ref);
    }

    JsonObject reply(String ref) {
        return await(f -> f.get(1).equals(Json.createValue(ref))).getJsonObject(4);
    }

    /** Polls until a frame fits; those before it are let go. */
    JsonArray await(Predicate<JsonArray> fits) {
        var until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < until) {
            var told = poll();
            if (told.status() != 200 && told.status() != 204) {
                throw new AssertionError("not heard, but " + told.json());
            }
            var found = told.frames().stream().filter(fits).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new AssertionError("not heard");
    }

    /** The request line and headers, for a client that writes its own bytes or does not read what it gets. */
    byte[] head(String method, int contentLength) {
        var at = request().build().uri();
        return (method + " " + at.getRawPath() + "?" + at.getRawQuery() + " HTTP/1.1\r\nHost: " + at.getAuthority()
                        + "\r\nContent-Type: " + LINES + "\r\nContent-Length: " + contentLength + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
