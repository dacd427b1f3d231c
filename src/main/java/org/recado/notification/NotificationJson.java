package org.recado.notification;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Notifications and addresses as JSON: the same for those who were told and for operators. */
public final class NotificationJson {

    private NotificationJson() {}

    /** Writes a page: its items, and where the next one goes on. */
    public static void write(JsonGenerator g, List<Notification> page, int limit) {
        g.writeStartObject().writeStartArray("items");
        for (var notification : page) {
            g.writeStartObject();
            write(g, notification);
            g.writeEnd();
        }
        g.writeEnd();
        if (page.size() == limit) {
            g.write("next", Long.toString(page.get(page.size() - 1).id()));
        } else {
            g.writeNull("next");
        }
        g.writeEnd();
    }

    /** Writes its fields into the object that is open. */
    public static void write(JsonGenerator g, Notification n) {
        g.write("id", Long.toString(n.id()));
        g.write("user_id", n.user().value());
        g.write("channel_id", n.channel().value());
        g.write("seq", n.seq()).write("last_seq", n.lastSeq());
        g.write("messages", n.messages()).write("mention", n.mention());
        g.write("sender_id", n.sender().value());
        g.write("state", wire(n.state()));
        writeOr(g, "reason", n.reason().map(Why::wire));
        g.write("planned_at", n.plannedAt().toString());
        writeOr(g, "settled_at", n.settledAt().map(Instant::toString));
        g.writeStartArray("deliveries");
        for (var delivery : n.deliveries()) {
            g.writeStartObject().write("way", wire(delivery.way())).write("address", delivery.address());
            g.write("state", delivery.state().toLowerCase(Locale.ROOT));
            writeOr(g, "reason", delivery.reason().map(Why::wire));
            g.write("attempts", delivery.attempts());
            writeOr(g, "answer", delivery.answer());
            writeOr(g, "next_at", delivery.nextAt().map(Instant::toString));
            writeOr(g, "settled_at", delivery.settledAt().map(Instant::toString));
            g.writeEnd();
        }
        g.writeEnd();
    }

    /** Writes the addresses; what is secret about them is in no answer. */
    public static void write(JsonGenerator g, List<Address> addresses) {
        g.writeStartObject().writeStartArray("items");
        for (var address : addresses) {
            g.writeStartObject();
            write(g, address);
            g.writeEnd();
        }
        g.writeEnd().writeNull("next").writeEnd();
    }

    /** Writes its fields into the object that is open, but for what is secret about it. */
    public static void write(JsonGenerator g, Address address) {
        g.write("id", address.id().toString());
        g.write("way", wire(address.way())).write("label", address.label());
        // a browser's is as good as a password
        writeOr(g, "address", Optional.of(address.address()).filter(a -> address.way() != Way.Name.PUSH));
        g.write("confirmed", address.isConfirmed());
        g.write("gone", address.goneAt().isPresent());
        address.channel()
                .ifPresent(c -> g.write("created_by", address.createdBy().value()));
        g.write("created_at", address.createdAt().toString());
    }

    private static String wire(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static void writeOr(JsonGenerator g, String name, Optional<String> value) {
        value.ifPresentOrElse(v -> g.write(name, v), () -> g.writeNull(name));
    }
}
