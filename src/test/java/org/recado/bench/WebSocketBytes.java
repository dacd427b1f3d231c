package org.recado.bench;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/** The bytes that a client of RFC 6455 sends; without extensions, as the stock client asks for none. */
final class WebSocketBytes {

    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTES = 126;
    private static final int LONGEST = 0xFFFF;

    private WebSocketBytes() {}

    /** The request for the upgrade. */
    static ByteBuffer upgrade(URI server, String token) {
        var key = new byte[16];
        ThreadLocalRandom.current().nextBytes(key);
        return ByteBuffer.wrap(("GET /socket/websocket?vsn=2.0.0&token=" + token + " HTTP/1.1\r\nHost: "
                        + server.getAuthority() + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: "
                        + Base64.getEncoder().encodeToString(key) + "\r\nSec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    static ByteBuffer text(String text) {
        return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** One whole frame, masked as a client's must be. */
    static ByteBuffer frame(int opcode, byte[] payload) {
        if (payload.length > LONGEST) {
            throw new IllegalArgumentException(payload.length + " bytes are more than a bench says");
        }
        var frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < TWO_BYTES) {
            frame.put((byte) (MASKED | payload.length));
        } else {
            frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) payload.length);
        }
        var mask = ThreadLocalRandom.current().nextInt();
        frame.putInt(mask);
        for (var i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ (mask >>> (24 - 8 * (i & 3)))));
        }
        return frame.flip();
    }
}
