package org.recado.socket;

import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.util.Optional;
import java.util.function.Consumer;
import org.recado.platform.Json;

/** What is told to many in a topic: its payload is encoded once, and so is the frame that everyone gets. */
public final class Announcement {

    private final TopicName topic;
    private final String event;
    private final String payload;
    private Optional<Packet> broadcast = Optional.empty();

    private Announcement(TopicName topic, String event, String payload) {
        this.topic = topic;
        this.event = event;
        this.payload = payload;
    }

    /** {@code payload} writes the fields of its object. */
    public static Announcement of(TopicName topic, String event, Consumer<JsonGenerator> payload) {
        return new Announcement(topic, event, Json.string(g -> {
            g.writeStartObject();
            payload.accept(g);
            g.writeEnd();
        }));
    }

    public String event() {
        return event;
    }

    /** The payload as JSON. */
    public String payload() {
        return payload;
    }

    synchronized Packet broadcast() {
        if (broadcast.isEmpty()) {
            broadcast = Optional.of(to(JsonValue.NULL));
        }
        return broadcast.get();
    }

    Packet to(JsonValue joinRef) {
        return FrameCodec.push(joinRef, topic.toString(), event, payload);
    }
}
