package org.recado.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One client that behaves as the stock one: it joins its channel with its cursor, beats every 30 s, and comes back after
 * a loss by the stock client's waits. All but the getters is for the herd's thread.
 */
final class HerdClient {

    private static final JsonFactory JSON = new JsonFactory();
    private static final long HEARTBEAT_MS = 30_000;
    private static final long JOIN_TIMEOUT_MS = 10_000;
    private static final long[] RECONNECT_MS = {10, 50, 100, 150, 200, 250, 500, 1_000, 2_000, 5_000};
    private static final long[] REJOIN_MS = {1_000, 2_000, 5_000, 10_000};
    private static final long NEWCOMER = -1;

    private enum State {
        DOWN,
        CONNECTING,
        UPGRADING,
        JOINING,
        JOINED
    }

    private final Herd herd;
    private final String user;
    private final String token;
    private final String channel;
    private final Queue<ByteBuffer> out = new ArrayDeque<>();
    private State state = State.DOWN;
    private SocketChannel socket;
    private SelectionKey key;
    private WebSocketInput in = new WebSocketInput();
    private int connections;
    private int refs;
    private String joinRef = "";
    private int reconnects;
    private int rejoins;
    private long cursor = NEWCOMER;

    HerdClient(Herd herd, String user, String token, String channel) {
        this.herd = herd;
        this.user = user;
        this.token = token;
        this.channel = channel;
    }

    String user() {
        return user;
    }

    /** The seq of the last event it has, or that its join brought. */
    long cursor() {
        return cursor;
    }

    boolean isJoined() {
        return state == State.JOINED;
    }

    void connect() {
        try {
            state = State.CONNECTING;
            connections++;
            in = new WebSocketInput();
            out.clear();
            socket = SocketChannel.open();
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var isConnected = socket.connect(herd.address());
            key = socket.register(herd.selector(), SelectionKey.OP_CONNECT, this);
            if (isConnected) {
                upgrade();
            }
        } catch (IOException e) {
            broken(e.toString());
        }
    }

    void serve(SelectionKey ready, ByteBuffer buffer) throws IOException {
        if (ready.isConnectable() && socket.finishConnect()) {
            upgrade();
        }
        if (ready.isValid() && ready.isReadable()) {
            read(buffer.clear());
        }
        if (ready.isValid() && ready.isWritable()) {
            flush();
        }
    }

    private void upgrade() throws IOException {
        state = State.UPGRADING;
        key.interestOps(SelectionKey.OP_READ);
        send(WebSocketBytes.upgrade(herd.server(), token));
    }

    private void read(ByteBuffer buffer) throws IOException {
        if (socket.read(buffer) < 0) {
            throw new IOException("the server has ended the connection");
        }
        in.add(buffer.flip());
        if (state == State.UPGRADING) {
            var head = in.head();
            if (head.isEmpty()) {
                return;
            }
            upgraded(head.get());
        }
        for (var frame = in.frame(); frame.isPresent() && state != State.DOWN; frame = in.frame()) {
            hear(frame.get());
        }
    }

    private void upgraded(String head) throws IOException {
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("refused: " + head.lines().findFirst().orElse(""));
        }
        reconnects = 0;
        rejoins = 0;
        beatLater(connections);
        join();
    }

    private void hear(WebSocketInput.Frame frame) throws IOException {
        switch (frame.opcode()) {
            case WebSocketBytes.TEXT -> hear(frame.payload());
            case WebSocketBytes.PING -> send(WebSocketBytes.frame(WebSocketBytes.PONG, frame.payload()));
            case WebSocketBytes.CLOSE -> throw new IOException("closed by the server");
            default -> throw new IOException("a frame the bench does not know: " + frame.opcode());
        }
    }

    private void hear(byte[] text) throws IOException {
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            json.nextToken();
            var ref = json.nextTextValue();
            json.nextToken();
            var event = json.nextTextValue();
            json.nextToken();
            switch (event) {
                case "message" -> message(json);
                case "phx_reply" -> reply(json, ref);
                case "resync" -> throw new IllegalStateException(user + " was too slow");
                default -> {}
            }
        }
    }

    private void message(JsonParser json) throws IOException {
        var seq = cursor;
        var sender = "";
        var clientId = "";
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = json.currentName();
            json.nextToken();
            switch (name) {
                case "seq" -> seq = json.getLongValue();
                case "sender_id" -> sender = json.getText();
                case "client_id" -> clientId = json.getText();
                default -> json.skipChildren();
            }
        }
        if (seq > cursor) {
            cursor = seq;
            herd.ear().message(this, sender, clientId);
        }
    }

    private void reply(JsonParser json, String ref) throws IOException {
        var isOk = false;
        var lastSeq = NEWCOMER;
        while (json.nextToken() != null) {
            if (json.currentToken() == JsonToken.FIELD_NAME
                    && json.currentName().equals("status")) {
                isOk = json.nextTextValue().equals("ok");
            } else if (json.currentToken() == JsonToken.FIELD_NAME
                    && json.currentName().equals("last_seq")) {
                lastSeq = json.nextLongValue(NEWCOMER);
            }
        }
        if (joinRef.equals(ref) && isOk) {
            state = State.JOINED;
            cursor = lastSeq;
            herd.ear().joined(this);
        } else if (joinRef.equals(ref)) {
            rejoinLater();
        } else if (!isOk) {
            throw new IllegalStateException("a push of " + user + " was refused");
        }
    }

    private void join() {
        state = State.JOINING;
        joinRef = Integer.toString(refs + 1);
        push(joinRef, "channel:" + channel, "phx_join", cursor == NEWCOMER ? "{}" : "{\"last_seq\":" + cursor + "}");
        var mine = joinRef;
        herd.after(JOIN_TIMEOUT_MS, () -> {
            if (state == State.JOINING && joinRef.equals(mine)) {
                push(mine, "channel:" + channel, "phx_leave", "{}");
                rejoinLater();
            }
        });
    }

    private void rejoinLater() {
        joinRef = "";
        var mine = connections;
        herd.after(REJOIN_MS[Math.min(rejoins++, REJOIN_MS.length - 1)], () -> {
            if (state == State.JOINING && mine == connections) {
                join();
            }
        });
    }

    private void beatLater(int connection) {
        herd.after(HEARTBEAT_MS, () -> {
            if (connection == connections && state != State.DOWN) {
                push("", "phoenix", "heartbeat", "{}");
                beatLater(connection);
            }
        });
    }

    void say(String clientId, String text) {
        push(
                joinRef,
                "channel:" + channel,
                "message",
                "{\"client_id\":\"" + clientId + "\",\"message\":\"" + text + "\"}");
    }

    private void push(String join, String topic, String event, String payload) {
        try {
            send(WebSocketBytes.text("[" + (join.isEmpty() ? "null" : "\"" + join + "\"") + ",\"" + ++refs + "\",\""
                    + topic + "\",\"" + event + "\"," + payload + "]"));
        } catch (IOException e) {
            broken(e.toString());
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        out.add(bytes);
        flush();
    }

    private void flush() throws IOException {
        while (!out.isEmpty()
                && (socket.write(out.element()) >= 0 && !out.element().hasRemaining())) {
            out.remove();
        }
        key.interestOps(out.isEmpty() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }

    /** Tears the line, as a lost network does; the client comes back by itself. */
    void cut() {
        end();
        connectLater();
    }

    void broken(String why) {
        end();
        herd.ear().broken(this, why);
        connectLater();
    }

    private void connectLater() {
        herd.after(RECONNECT_MS[Math.min(reconnects++, RECONNECT_MS.length - 1)], this::connect);
    }

    /** Tears the line for good. */
    void leave() {
        end();
    }

    private void end() {
        state = State.DOWN;
        try {
            if (socket.isOpen() && socket.isConnected()) {
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
