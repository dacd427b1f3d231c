package org.recado.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What has come from the server on one connection, piece by piece. */
final class WebSocketInput {

    private static final int OPCODE = 0x0F;
    private static final int LENGTH = 0x7F;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final String HEAD_END = "\r\n\r\n";

    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /** One whole frame. */
    record Frame(int opcode, byte[] payload) {}

    void add(ByteBuffer more) {
        var together = ByteBuffer.allocate(bytes.remaining() + more.remaining());
        bytes = together.put(bytes).put(more).flip();
    }

    /** The answer to the request for the upgrade, once it is here. */
    Optional<String> head() {
        var text = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        var end = text.indexOf(HEAD_END);
        if (end < 0) {
            return Optional.empty();
        }
        bytes.position(bytes.position() + end + HEAD_END.length());
        return Optional.of(text.substring(0, end));
    }

    /** The next frame, once it is here as a whole. */
    Optional<Frame> frame() throws IOException {
        var start = bytes.position();
        var frame = read();
        if (frame.isEmpty()) {
            bytes.position(start);
        }
        return frame;
    }

    private Optional<Frame> read() throws IOException {
        if (bytes.remaining() < 2) {
            return Optional.empty();
        }
        var head = bytes.get();
        var isFinal = head < 0;
        if (!isFinal) {
            throw new IOException("a message in fragments, which no bench expects");
        }
        var length = length(bytes.get() & LENGTH);
        if (length < 0 || bytes.remaining() < length) {
            return Optional.empty();
        }
        var payload = new byte[(int) length];
        bytes.get(payload);
        return Optional.of(new Frame(head & OPCODE, payload));
    }

    // negative where it is not here as a whole
    private long length(int first) {
        if (first == TWO_BYTES) {
            return bytes.remaining() < Short.BYTES ? -1 : Short.toUnsignedLong(bytes.getShort());
        }
        if (first == EIGHT_BYTES) {
            return bytes.remaining() < Long.BYTES ? -1 : bytes.getLong();
        }
        return first;
    }
}
