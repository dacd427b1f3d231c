package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One connection to an edge's socket; whatever breaks it is an {@link IOException}. */
public final class PhoenixLine implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    private final StringBuilder partial = new StringBuilder();
    private final Consumer<JsonArray> frames;
    private volatile boolean broken;
    private WebSocket socket;
    private int refs;

    private PhoenixLine(Consumer<JsonArray> frames) {
        this.frames = frames;
    }

    public static PhoenixLine open(URI edge, String token, Consumer<JsonArray> frames) throws IOException {
        var line = new PhoenixLine(frames);
        var address = edge.toString().replaceFirst("^http", "ws") + "socket/websocket?vsn=2.0.0&token=" + token;
        line.socket = await(HTTP.newWebSocketBuilder().buildAsync(URI.create(address), line));
        return line;
    }

    public boolean isOpen() {
        return !broken;
    }

    public String nextRef() {
        return Integer.toString(++refs);
    }

    public void push(String joinRef, String ref, String topic, String event, JsonObject payload) throws IOException {
        var frame = Json.createArrayBuilder();
        if (joinRef.isEmpty()) {
            frame.addNull();
        } else {
            frame.add(joinRef);
        }
        await(socket.sendText(
                frame.add(ref).add(topic).add(event).add(payload).build().toString(), true));
    }

    private static <T> T await(CompletableFuture<T> future) throws IOException {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            future.cancel(true);
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try (var reader = Json.createReader(new StringReader(partial.toString()))) {
                frames.accept(reader.readArray());
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        broken = true;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        broken = true;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
