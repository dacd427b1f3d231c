package org.recado.history;

import jakarta.json.stream.JsonGenerator;

/** Messages as JSON, the same in a join's answer, a page of history and REST (the contract, sections 3 and 4). */
public final class MessageJson {

    private MessageJson() {}

    /** Writes the message's fields into the object that is open. */
    public static void write(JsonGenerator g, Message message) {
        g.write("id", message.id().toString());
        g.write("seq", message.seq());
        g.write("channel_id", message.channel().value());
        message.clientId().ifPresentOrElse(c -> g.write("client_id", c.value()), () -> g.writeNull("client_id"));
        g.write("sender_id", message.sender().value());
        message.text().ifPresent(text -> g.write("message", text));
        g.write("timestamp", message.timestamp().toString());
        g.write("stored_at", message.storedAt().toString());
        message.editedAt().ifPresent(at -> g.write("edited_at", at.toString()));
        message.deletedAt().ifPresent(at -> g.write("deleted_at", at.toString()));
        g.write("changed_seq", message.changedSeq());
    }
}
