package org.recado.it;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A Phoenix client of the tests' own, which can also say what the stock client never would. */
final class PhoenixClient implements WebSocket.Listener, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final StringBuilder partial = new StringBuilder();
    private final List<Frame> heard = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private Optional<String> user = Optional.empty();
    private WebSocket socket;
    private int refs;

    /** What the server said. */
    record Frame(JsonValue joinRef, JsonValue ref, String topic, String event, JsonObject payload) {

        static Frame of(JsonArray a) {
            return new Frame(a.get(0), a.get(1), a.getString(2), a.getString(3), a.getJsonObject(4));
        }

        boolean isReplyTo(String ref) {
            return event.equals("phx_reply") && this.ref.equals(Json.createValue(ref));
        }

        String status() {
            return payload.getString("status");
        }

        JsonObject response() {
            return payload.getJsonObject("response");
        }

        String reason() {
            return response().getString("reason");
        }
    }

    /** Connects as a user who is signed in. */
    static PhoenixClient as(String user) {
        var client = connect("?vsn=2.0.0&token=" + Api.signedIn(user).token(), UnaryOperator.identity());
        client.user = Optional.of(user);
        return client;
    }

    /** Connects in any way; a refusal is {@link Refused}. */
    static PhoenixClient connect(String query, UnaryOperator<WebSocket.Builder> more) {
        var client = new PhoenixClient();
        var address = RunningServer.at("/socket/websocket" + query).toString().replaceFirst("^http", "ws");
        try {
            client.socket = more.apply(HTTP.newWebSocketBuilder().connectTimeout(PATIENCE))
                    .buildAsync(URI.create(address), client)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new Refused(
                        refused.getResponse().statusCode(),
                        refused.getResponse().body());
            }
            throw e;
        }
        return client;
    }

    /** The server did not upgrade. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final transient Object body;

        Refused(int status, Object body) {
            this.status = status;
            this.body = body;
        }
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Joins and returns the ok answer. */
    JsonObject join(String topic, String params) {
        var reply = tryJoin(topic, params);
        if (!reply.status().equals("ok")) {
            throw new AssertionError("join of " + topic + ": " + reply.payload());
        }
        return reply.response();
    }

    JsonObject join(String topic) {
        return join(topic, "{}");
    }

    /** Joins and returns the reply, whatever it is. */
    Frame tryJoin(String topic, String params) {
        var ref = Integer.toString(++refs);
        send(text(quoted(ref), quoted(ref), topic, "phx_join", params));
        return await(f -> f.isReplyTo(ref));
    }

    /** Pushes to a topic and returns the reply. */
    Frame ask(String topic, String event, String payload) {
        var ref = Integer.toString(++refs);
        send(text("null", quoted(ref), topic, event, payload));
        return await(f -> f.isReplyTo(ref));
    }

    private static String quoted(String ref) {
        return "\"" + ref + "\"";
    }

    static String text(String joinRef, String ref, String topic, String event, String payload) {
        return "[" + joinRef + "," + ref + ",\"" + topic + "\",\"" + event + "\"," + payload + "]";
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** Sends; done, or failed, when the server took all of it or not. */
    CompletableFuture<WebSocket> hurl(String text) {
        return socket.sendText(text, true);
    }

    /** The next event of the topic; what came for others stays. */
    JsonObject event(String topic, String event) {
        return await(f -> f.topic().equals(topic) && f.event().equals(event)).payload();
    }

    /** Takes the first frame that fits out of what was heard, and waits for it where needed. */
    Frame await(Predicate<Frame> fits) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (heard) {
            while (true) {
                for (var i = 0; i < heard.size(); i++) {
                    if (fits.test(heard.get(i))) {
                        return heard.remove(i);
                    }
                }
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("not heard in " + PATIENCE + " (" + end() + "); but: " + heard
                            + user.map(name -> "\n" + Evidence.of(name)).orElse(""));
                }
                pause(left);
            }
        }
    }

    private String end() {
        return closed.isDone()
                ? closed.handle((code, e) -> "closed " + code + " " + e).join()
                : "open";
    }

    private void pause(long ms) {
        try {
            heard.wait(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** All that was heard and not taken so far. */
    List<Frame> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /** As {@link #heard}, without who is there: that is told when others come and go. */
    List<Frame> heardButPresence() {
        return heard().stream().filter(f -> !f.event().startsWith("presence_")).toList();
    }

    /** The code with which the server ended the connection. */
    int closeCode() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** The code with which the server ended the connection, or nothing where the wire broke first; ended it must be. */
    Optional<Integer> closeCodeIfHeard() {
        return closed.handle((code, broken) -> Optional.ofNullable(code))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** The server still answers. */
    void isAlive() {
        var ref = Integer.toString(++refs);
        send(text("null", quoted(ref), "phoenix", "heartbeat", "{}"));
        await(f -> f.isReplyTo(ref) && f.topic().equals("phoenix") && f.status().equals("ok"));
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try (var reader = Json.createReader(new StringReader(partial.toString()))) {
                var frame = Frame.of(reader.readArray());
                synchronized (heard) {
                    heard.add(frame);
                    heard.notifyAll();
                }
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
