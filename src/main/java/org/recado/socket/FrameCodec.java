package org.recado.socket;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import org.recado.platform.Json;

/** Frames as text, {@code [join_ref, ref, topic, event, payload]}, and as bytes (Phoenix Channels V2). */
final class FrameCodec {

    private static final int FIELDS = 5;
    private static final byte PUSH = 0;
    private static final String LONE_SURROGATE = "half a surrogate pair";

    private FrameCodec() {}

    /** Reads a text frame; throws {@link Unreadable}. More than five fields are fine, the rest is ignored. */
    static Frame decode(String text) {
        if (!(structure(text) instanceof JsonArray array) || array.size() < FIELDS) {
            throw new Unreadable(CloseCode.NO_FRAME, "not an array of five");
        }
        if (!(array.get(4) instanceof JsonObject payload)) {
            throw new Unreadable(CloseCode.NO_FRAME, "payload: not an object");
        }
        return new Frame(
                ref(array.get(0)), ref(array.get(1)), name(array.get(2)), name(array.get(3)), Optional.of(payload));
    }

    private static JsonStructure structure(String text) {
        try {
            return Json.structure(text);
        } catch (Json.NotJson e) {
            throw new Unreadable(CloseCode.NO_JSON, e.getMessage());
        }
    }

    private static JsonValue ref(JsonValue value) {
        if (value instanceof JsonString string) {
            whole(string.getString());
        } else if (!(value instanceof JsonNumber) && !JsonValue.NULL.equals(value)) {
            throw new Unreadable(CloseCode.NO_FRAME, "ref: not a string, a number or null");
        }
        return value;
    }

    private static String name(JsonValue value) {
        if (value instanceof JsonString string) {
            return whole(string.getString());
        }
        throw new Unreadable(CloseCode.NO_FRAME, "topic or event: not a string");
    }

    // what is echoed must be encodable
    private static String whole(String text) {
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new Unreadable(CloseCode.NO_JSON, LONE_SURROGATE);
        }
        return text;
    }

    /** Reads a binary frame, kind 0: four lengths of one byte, four fields in UTF-8, data; throws {@link Unreadable}. */
    static Frame decode(ByteBuffer bytes) {
        try {
            if (bytes.get() != PUSH) {
                throw new Unreadable(CloseCode.NO_FRAME, "not a push");
            }
            var lengths = new byte[4];
            bytes.get(lengths);
            return new Frame(
                    binaryRef(field(bytes, lengths[0])),
                    binaryRef(field(bytes, lengths[1])),
                    field(bytes, lengths[2]),
                    field(bytes, lengths[3]),
                    Optional.empty());
        } catch (BufferUnderflowException e) {
            throw new Unreadable(CloseCode.NO_FRAME, "a truncated binary frame");
        }
    }

    private static String field(ByteBuffer bytes, byte length) {
        var field = new byte[Byte.toUnsignedInt(length)];
        bytes.get(field);
        try {
            return Json.text(field);
        } catch (Json.NotJson e) {
            throw new Unreadable(CloseCode.NO_JSON, e.getMessage());
        }
    }

    private static JsonValue binaryRef(String ref) {
        return ref.isEmpty() ? JsonValue.NULL : Json.value(ref);
    }

    /** The reply to a frame; {@code response} writes the fields of its object. */
    static Packet reply(
            JsonValue joinRef, JsonValue ref, String topic, String status, Consumer<JsonGenerator> response) {
        return push(joinRef, ref, topic, "phx_reply", g -> {
            g.write("status", status);
            g.writeStartObject("response");
            response.accept(g);
            g.writeEnd();
        });
    }

    /** To everyone who has the topic, whichever join it was. */
    static Packet broadcast(String topic, String event, Consumer<JsonGenerator> payload) {
        return push(JsonValue.NULL, JsonValue.NULL, topic, event, payload);
    }

    /** Any frame to a client; {@code payload} writes the fields of its object. */
    static Packet push(JsonValue joinRef, JsonValue ref, String topic, String event, Consumer<JsonGenerator> payload) {
        return Packet.of(Json.string(g -> {
            g.writeStartArray();
            g.write(joinRef).write(ref).write(topic).write(event);
            g.writeStartObject();
            payload.accept(g);
            g.writeEnd();
            g.writeEnd();
        }));
    }

    /** A frame of the server's own accord, of a payload that is JSON already. */
    static Packet push(JsonValue joinRef, String topic, String event, String payload) {
        return Packet.of("[" + joinRef + ",null," + Json.value(topic) + "," + Json.value(event) + "," + payload + "]");
    }

    /** An object without fields. */
    static void nothing(JsonGenerator g) {}
}
