package org.recado.socket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes frames from a seed, text and binary: most of them nearly right, so that they get past the codec, some cut, flipped
 * or sewn together, some too long, too deep or plain noise.
 */
public final class FrameMill {

    private static final List<String> EVENTS = List.of(
            "phx_join",
            "phx_join",
            "phx_join",
            "phx_leave",
            "message",
            "message",
            "edit",
            "delete",
            "read",
            "history",
            "typing",
            "presence",
            "heartbeat",
            "phx_reply",
            "phx_close",
            "phx_error",
            "presence_state",
            "dance",
            "",
            "événement");
    private static final List<String> NASTY = List.of(
            "null",
            "true",
            "[]",
            "{}",
            "0",
            "-0",
            "1.5",
            "1e400",
            "1e-400",
            "1E999999999",
            "9223372036854775808",
            "-9223372036854775809",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\uD83D\\uDC4B\"",
            "\"é\"",
            "\"__proto__\"",
            "\"2026-01-01T00:00:00Z\"",
            "[[[[]]]]",
            "{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
            "01",
            "NaN",
            "'x'");
    private static final List<String> NUMBERS = List.of("0", "1", "-1", "2.5", "199", "1e9", "9223372036854775808");
    private static final List<String> KEYS = List.of(
            "message", "client_id", "id", "seq", "last_seq", "before_seq", "limit", "timestamp", "status", "x", "é");

    private final Random random;
    private final int maxBytes;
    private String before = "[]";
    private int wildness = 20;
    private boolean wanders;

    /** Frames about as long as a server takes at most are made as well. */
    public FrameMill(Random random, int maxBytes) {
        this.random = random;
        this.maxBytes = maxBytes;
    }

    /** How many frames of a hundred are spoilt, before a client is closed for one. */
    public void wildness(int ofHundred) {
        wildness = ofHundred;
    }

    /** Whether this client mostly joins whatever there is, or mostly talks in a few channels. */
    public void wanders(boolean now) {
        wanders = now;
    }

    /** The next frame: a {@link String} or a {@code byte[]}. */
    public Object next() {
        if (random.nextInt(8) == 0) {
            return binary();
        }
        var text = text();
        if (random.nextInt(100) >= wildness) {
            return text;
        }
        var spoilt = random.nextInt(8) == 0 ? strange() : mutated(text);
        before = text;
        return spoilt;
    }

    private String text() {
        var event = wanders && random.nextInt(4) != 0 ? "phx_join" : oneOf(EVENTS);
        var joinRef = event.equals("phx_join") || random.nextInt(4) == 0 ? ref() : "null";
        return "[" + joinRef + "," + ref() + "," + quoted(topic()) + "," + quoted(event) + ","
                + (wanders ? "{}" : payload()) + (isSpoilt() ? "," + oneOf(NASTY) : "") + "]";
    }

    private String topic() {
        var kind = random.nextInt(40);
        return switch (kind) {
            case 0 -> "user:" + (random.nextBoolean() ? "ana" : "bruno");
            case 1, 2 -> "phoenix";
            case 3 -> "room:" + random.nextInt(3);
            case 4 -> "channel:";
            case 5 -> "channel:canção-" + random.nextInt(5);
            case 6 -> "channel:" + "x".repeat(random.nextInt(248));
            case 7 -> "channel:a b";
            case 8 -> "";
            default -> "channel:" + random.nextInt(wanders ? 160 : 5);
        };
    }

    private String ref() {
        return switch (random.nextInt(12)) {
            case 0 -> "null";
            case 1 -> Integer.toString(random.nextInt(9));
            case 2 -> isSpoilt() ? oneOf(NASTY) : "null";
            default -> quoted(Integer.toString(random.nextInt(12)));
        };
    }

    private String payload() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 ->
                "{\"message\":" + quoted("m" + random.nextInt()) + ",\"client_id\":\"k" + random.nextInt(9) + "\"}";
            case 3 -> "{\"last_seq\":" + random.nextInt(200) + "}";
            case 4 -> "{\"id\":\"0193f0e2-5a7c-7cc0-8000-00000000000" + random.nextInt(9) + "\",\"message\":\"e\"}";
            case 5, 6 -> isSpoilt() ? oneOf(NASTY) : "{}";
            default -> object();
        };
    }

    private String object() {
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> quoted(oneOf(KEYS)) + ":" + value())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String value() {
        return isSpoilt() ? oneOf(NASTY) : random.nextBoolean() ? quoted("v" + random.nextInt(99)) : oneOf(NUMBERS);
    }

    private boolean isSpoilt() {
        return random.nextInt(100) < wildness;
    }

    private String mutated(String text) {
        var at = random.nextInt(text.length());
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(0, at) + noise(1) + text.substring(at + 1);
            case 2 -> text.substring(0, at) + noise(3) + text.substring(at);
            case 3 -> text.substring(0, at) + before.substring(Math.min(at, before.length()));
            case 4 -> text + before;
            default -> text.substring(0, at) + oneOf(NASTY) + text.substring(at);
        };
    }

    private String strange() {
        List<Supplier<String>> shapes = List.of(
                () -> noise(200),
                () -> "[".repeat(1 + random.nextInt(2_000)),
                () -> "{\"a\":".repeat(1 + random.nextInt(500)),
                () -> sized(maxBytes + random.nextInt(2)),
                () -> sized(maxBytes + 1),
                () -> sized(maxBytes + 1),
                () -> sized(maxBytes + 2),
                () -> sized(random.nextInt(maxBytes)));
        return shapes.get(random.nextInt(shapes.size())).get();
    }

    private String sized(int bytes) {
        var head = "[\"1\",\"2\",\"channel:1\",\"message\",{\"message\":\"";
        return head + "x".repeat(Math.max(0, bytes - head.length() - 3)) + "\"}]";
    }

    private byte[] binary() {
        var spoilt = isSpoilt() ? random.nextInt(5) : -1;
        var out = new ByteArrayOutputStream();
        out.write(spoilt == 0 ? random.nextInt(256) : 0);
        var fields = List.of(binaryField(), binaryField(), topic(), oneOf(EVENTS));
        var encoded =
                fields.stream().map(f -> f.getBytes(StandardCharsets.UTF_8)).toList();
        encoded.forEach(f -> out.write(spoilt == 1 ? random.nextInt(256) : f.length));
        encoded.forEach(out::writeBytes);
        out.writeBytes(bytes(random.nextInt(40)));
        return switch (spoilt) {
            case 2 -> Arrays.copyOf(out.toByteArray(), random.nextInt(out.size()));
            case 3 -> scratched(out.toByteArray());
            case 4 -> bytes(random.nextInt(64));
            default -> out.toByteArray();
        };
    }

    private String binaryField() {
        return random.nextInt(4) == 0 ? "" : Integer.toString(random.nextInt(12));
    }

    private byte[] scratched(byte[] whole) {
        whole[random.nextInt(whole.length)] = (byte) random.nextInt(256);
        return whole;
    }

    /** That many bytes of noise. */
    public byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private String noise(int most) {
        var points = random.ints(1 + random.nextInt(most), 0, 0x250).toArray();
        return new String(points, 0, points.length);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
