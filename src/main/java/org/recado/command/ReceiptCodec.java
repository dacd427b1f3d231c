package org.recado.command;

import jakarta.json.stream.JsonGenerator;
import java.util.Optional;
import org.recado.command.Receipt.Rejected;
import org.recado.command.Receipt.Stored;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Receipts as JSON (the contract, section 1). */
public final class ReceiptCodec {

    private ReceiptCodec() {}

    public static byte[] encode(Receipt receipt) {
        return Json.bytes(g -> {
            g.writeStartObject();
            write(g, receipt);
            g.writeEnd();
        });
    }

    /** Writes the receipt's fields into the object that is open: also what a {@code message_ack} says. */
    public static void write(JsonGenerator g, Receipt receipt) {
        if (receipt instanceof Stored s) {
            g.write("state", "stored");
            writeKey(g, s.clientId());
            s.message().ifPresent(id -> g.write("id", id.toString()));
            g.write("seq", s.seq());
            g.write("channel_id", s.channel().value());
            g.write("timestamp", s.timestamp().toString());
            g.write("stored_at", s.storedAt().toString());
        } else if (receipt instanceof Rejected r) {
            g.write("state", "rejected");
            writeKey(g, r.clientId());
            r.channel().ifPresent(c -> g.write("channel_id", c.value()));
            g.write("reason", r.reason().wire());
            g.write("detail", r.detail());
        } else {
            throw new IllegalStateException("no JSON for " + receipt.getClass());
        }
    }

    private static void writeKey(JsonGenerator g, Optional<ClientId> key) {
        key.ifPresentOrElse(k -> g.write("client_id", k.value()), () -> g.writeNull("client_id"));
    }

    /** Reads what {@link #encode} wrote; throws {@link Json.NotJson} or {@link Fields.Unfit}. */
    public static Receipt decode(byte[] body) {
        var f = new Fields(Json.object(body));
        var key = f.optional("client_id", ClientId::new);
        return switch (f.text("state")) {
            case "stored" ->
                new Stored(
                        key,
                        f.optional("id", MessageId::parse),
                        f.number("seq"),
                        f.of("channel_id", ChannelId::new),
                        f.time("timestamp"),
                        f.time("stored_at"));
            case "rejected" ->
                new Rejected(
                        key,
                        f.optional("channel_id", ChannelId::new),
                        Reason.ofWire(f.text("reason")).orElseThrow(() -> f.unfit("reason", "unknown")),
                        f.optionalText("detail").orElse(""));
            default -> throw f.unfit("state", "unknown");
        };
    }
}
