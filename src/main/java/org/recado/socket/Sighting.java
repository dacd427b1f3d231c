package org.recado.socket;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.platform.Fields;

/**
 * One connection as its node sees it.
 *
 * @param received how many frames have come from the client
 * @param sent how many have been handed to the wire
 * @param session the sign-in that it belongs to, where it is one of ours
 */
public record Sighting(
        String connection,
        Transport transport,
        Instant since,
        String address,
        List<String> topics,
        long received,
        long sent,
        Optional<UUID> session) {

    static Sighting of(Connection c) {
        return new Sighting(
                c.id(),
                c.entrance().transport(),
                c.entrance().at(),
                c.entrance().address(),
                c.joined().stream().map(Subscription::topic).sorted().toList(),
                c.received(),
                c.outbox().sent(),
                c.caller().session());
    }

    void write(JsonGenerator g) {
        g.writeStartObject();
        g.write("connection", connection).write("transport", transport.wire());
        g.write("since", since.toString()).write("address", address).writeStartArray("topics");
        topics.forEach(g::write);
        g.writeEnd().write("received", received).write("sent", sent);
        session.ifPresent(s -> g.write("session", s.toString()));
        g.writeEnd();
    }

    static Sighting read(JsonObject json) {
        var fields = new Fields(json);
        return new Sighting(
                fields.text("connection"),
                fields.of("transport", Transport::ofWire),
                fields.time("since"),
                fields.text("address"),
                fields.list("topics", JsonString.class).stream()
                        .map(JsonString::getString)
                        .toList(),
                fields.number("received"),
                fields.number("sent"),
                fields.optional("session", UUID::fromString));
    }
}
