package org.recado.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A WebSocket by hand over TCP: it can say what no library would, and stop in the middle of it. */
final class RawSocket implements AutoCloseable {

    static final int TEXT = 0x81;
    static final int BINARY = 0x82;
    static final int FIRST_PART = 0x01;
    static final int LAST_PART = 0x80;
    static final int COMPRESSED = 0xC1;

    private static final int CLOSE = 0x88;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the server said; {@code head} is the first byte of its frame. */
    record Said(int head, byte[] payload) {
        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        boolean isText() {
            return head == TEXT;
        }
    }

    private final Socket socket;
    private final DataInputStream in;

    private RawSocket(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
    }

    /** A connection over which nothing was said yet; its kernel buffers no more than it must where {@code buffer} is small. */
    static RawSocket open(int buffer) throws IOException {
        var socket = new Socket();
        socket.setReceiveBufferSize(buffer);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), RunningServer.at("/").getPort()),
                (int) PATIENCE.toMillis());
        return new RawSocket(socket);
    }

    /** A WebSocket of a user who is signed in. */
    static RawSocket as(String user) throws IOException {
        var raw = open(65_536);
        raw.upgrade(Api.signedIn(user).token());
        return raw;
    }

    /** A WebSocket whose first frame leaves together with the request for the upgrade. */
    static RawSocket hasty(String user, String text) throws IOException {
        var raw = open(65_536);
        var both = new ByteArrayOutputStream();
        both.writeBytes(request(Api.signedIn(user).token()).getBytes(StandardCharsets.US_ASCII));
        both.writeBytes(frameOf(TEXT, text.getBytes(StandardCharsets.UTF_8)));
        raw.write(both.toByteArray());
        raw.readHead();
        return raw;
    }

    /** Upgrades; returns the head of the server's answer. */
    String upgrade(String token, String... headers) throws IOException {
        write(request(token, headers).getBytes(StandardCharsets.US_ASCII));
        return readHead();
    }

    /** Asks for an upgrade that will be refused; returns the head of the server's answer. */
    String refused(String token, String... headers) throws IOException {
        write(request(token, headers).getBytes(StandardCharsets.US_ASCII));
        return anyHead();
    }

    private String readHead() throws IOException {
        var head = anyHead();
        if (!head.startsWith("HTTP/1.1 101")) {
            throw new IOException("no upgrade: " + head);
        }
        return head;
    }

    /** The head of an answer, whatever it is. */
    String anyHead() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    static String request(String token, String... headers) {
        var more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "GET /socket/websocket?vsn=2.0.0&token=" + token + " HTTP/1.1\r\nHost: " + ServerOptions.HOST
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more + "\r\n";
    }

    void text(String text) throws IOException {
        frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Any frame, masked with zeros. */
    void frame(int head, byte[] payload) throws IOException {
        write(frameOf(head, payload));
    }

    private static byte[] frameOf(int head, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 14).put((byte) head);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload).flip();
        var bytes = new byte[frame.remaining()];
        frame.get(bytes);
        return bytes;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** How long {@link #next} waits. */
    void patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    /** The next frame; nothing where the connection has ended instead. */
    Optional<Said> next() throws IOException {
        try {
            var head = in.readUnsignedByte();
            var length = (long) in.readUnsignedByte();
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = in.readLong();
            }
            var payload = new byte[Math.toIntExact(length)];
            in.readFully(payload);
            return Optional.of(new Said(head, payload));
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
    }

    /** Reads on until the connection ends; the code of the server's close, or nothing where the wire broke. */
    Optional<Integer> closeCode() throws IOException {
        for (var said = next(); said.isPresent(); said = next()) {
            if (said.get().head() == CLOSE) {
                var code = ByteBuffer.wrap(said.get().payload());
                return code.remaining() < 2 ? Optional.empty() : Optional.of(Short.toUnsignedInt(code.getShort()));
            }
        }
        return Optional.empty();
    }

    /** Tears the connection without a word. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
