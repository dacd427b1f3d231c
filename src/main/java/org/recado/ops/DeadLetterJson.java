package org.recado.ops;

import jakarta.json.stream.JsonGenerator;
import java.util.Base64;
import java.util.Optional;
import org.recado.deadletter.DeadLetter;
import org.recado.deadletter.Origin;
import org.recado.platform.Json;

/** A dead letter as an operator sees it. */
final class DeadLetterJson {

    private DeadLetterJson() {}

    static void write(JsonGenerator g, DeadLetter letter) {
        g.writeStartObject();
        g.write("id", letter.id().toString()).write("state", letter.state().wire());
        g.write("reason", letter.reason()).write("detail", letter.detail());
        g.write("first_at", letter.firstAt().toString());
        g.write("last_at", letter.lastAt().toString()).write("times", letter.times());
        g.write("routing_key", letter.routingKey());
        var origin = letter.isWhole() ? Origin.of(letter.head()) : new Origin(Optional.empty(), Optional.empty());
        origin.channel().ifPresent(c -> g.write("channel_id", c.value()));
        origin.sender().ifPresent(s -> g.write("sender_id", s.value()));
        writeAmqp(g, letter);
        writeBody(g, letter);
        letter.settledAt().ifPresent(at -> g.write("settled_at", at.toString()));
        letter.settledBy().ifPresent(by -> g.write("settled_by", by.value()));
        letter.note().ifPresent(note -> g.write("note", note));
        g.writeEnd();
    }

    private static void writeAmqp(JsonGenerator g, DeadLetter letter) {
        var properties = letter.properties();
        g.writeStartObject("properties");
        AmqpJson.writeProperties(g, properties);
        g.writeEnd().writeStartObject("headers");
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> AmqpJson.writeHeader(g, name, value));
        }
        g.writeEnd();
    }

    // the base64 is there always, and is the letter's first 64 KiB where it is larger
    private static void writeBody(JsonGenerator g, DeadLetter letter) {
        g.write("body_bytes", letter.bodyBytes());
        g.write("body_base64", Base64.getEncoder().encodeToString(letter.head()));
        if (letter.isWhole()) {
            text(letter.head()).ifPresent(text -> g.write("body", text));
        }
    }

    private static Optional<String> text(byte[] body) {
        try {
            return Optional.of(Json.text(body));
        } catch (Json.NotJson notUtf8) {
            return Optional.empty();
        }
    }
}
