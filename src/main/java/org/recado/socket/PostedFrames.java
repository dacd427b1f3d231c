package org.recado.socket;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.recado.platform.Json;

/** What a POST brings: a frame a line, a text one as it is and a binary one as base64; or one text frame alone. */
final class PostedFrames {

    /** More lines are refused before any is read: splitting must not cost more than the body does. */
    static final int MOST = 100;

    private final List<byte[]> frames;
    private final boolean lines;

    private PostedFrames(List<byte[]> frames, boolean lines) {
        this.frames = frames;
        this.lines = lines;
    }

    static PostedFrames of(String contentType, byte[] body) {
        var lines = contentType.regionMatches(true, 0, "application/x-ndjson", 0, 20);
        return new PostedFrames(lines ? lines(body) : List.of(body), lines);
    }

    private static List<byte[]> lines(byte[] body) {
        var lines = new ArrayList<byte[]>();
        var start = 0;
        while (start < body.length && lines.size() <= MOST) {
            var end = end(body, start);
            var line = Arrays.copyOfRange(body, start, end > start && body[end - 1] == '\r' ? end - 1 : end);
            if (line.length > 0) {
                lines.add(line);
            }
            start = end + 1;
        }
        return lines;
    }

    private static int end(byte[] body, int start) {
        var end = start;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        return end;
    }

    boolean isTooMany() {
        return frames.size() > MOST;
    }

    /** Gives each frame in order: how many bytes it has on a socket, and how to read it. */
    void each(BiConsumer<Integer, Supplier<Frame>> frame) {
        frames.forEach(f -> {
            if (lines && f[0] != '[') {
                frame.accept(bytesOf(f), () -> FrameCodec.decode(binary(f)));
            } else {
                frame.accept(f.length, () -> FrameCodec.decode(text(f)));
            }
        });
    }

    // four characters carry three bytes, without the padding
    private static int bytesOf(byte[] base64) {
        var end = base64.length;
        while (end > 0 && base64[end - 1] == '=') {
            end--;
        }
        return (int) (end * 3L / 4);
    }

    private static ByteBuffer binary(byte[] base64) {
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            throw new Unreadable(CloseCode.NO_FRAME, "a line that is neither a text frame nor base64");
        }
    }

    private static String text(byte[] utf8) {
        try {
            return Json.text(utf8);
        } catch (Json.NotJson e) {
            throw new Unreadable(CloseCode.NO_JSON, e.getMessage());
        }
    }
}
