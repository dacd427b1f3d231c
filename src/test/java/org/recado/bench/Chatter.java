package org.recado.bench;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client on the socket, as thin as a measurement wants it: joins, says, and tells of every message it hears. */
final class Chatter implements WebSocket.Listener, AutoCloseable {

    private final StringBuilder partial = new StringBuilder();
    private final AtomicInteger refs = new AtomicInteger();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final Consumer<String> message;
    private final int topics;
    private final WebSocket socket;
    private int joins;

    /** @param message called with the {@code client_id} of each message that is heard */
    Chatter(URI server, String token, int topics, Consumer<String> message) {
        this.message = message;
        this.topics = topics;
        var uri = server.toString().replaceFirst("^http", "ws") + "socket/websocket?vsn=2.0.0&token=" + token;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(uri), this)
                .join();
    }

    void join(String channel) {
        push(channel, "phx_join", "{}");
    }

    /** Returns when all the topics are joined. */
    void awaitJoins() {
        joined.join();
    }

    void say(String channel, String clientId, String text) {
        push(channel, "message", "{\"client_id\":\"" + clientId + "\",\"message\":\"" + text + "\"}");
    }

    private void push(String channel, String event, String payload) {
        var ref = refs.incrementAndGet();
        var joinRef = event.equals("phx_join") ? "\"" + ref + "\"" : "null";
        socket.sendText(
                        "[" + joinRef + ",\"" + ref + "\",\"channel:" + channel + "\",\"" + event + "\"," + payload
                                + "]",
                        true)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try (var reader = Json.createReader(new StringReader(partial.toString()))) {
                hear(reader.readArray());
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    private void hear(JsonArray frame) {
        var event = frame.getString(3);
        var payload = frame.getJsonObject(4);
        if (event.equals("message")) {
            message.accept(payload.getString("client_id"));
        } else if (event.equals("phx_reply") && !payload.getString("status").equals("ok")) {
            joined.completeExceptionally(new IllegalStateException("refused: " + payload));
        } else if (event.equals("phx_reply") && ++joins == topics) {
            joined.complete(null);
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
