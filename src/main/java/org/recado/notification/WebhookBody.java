package org.recado.notification;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.function.Consumer;
import org.recado.history.Message;
import org.recado.history.MessageJson;
import org.recado.platform.Json;

/** What a webhook says: the type, when it happened, and the data. */
final class WebhookBody {

    private WebhookBody() {}

    /** To someone: what they have not read. The text is the newest message's, and absent where that is deleted. */
    static byte[] of(Parcel parcel, Parcel.Notice notice) {
        return event("notification", parcel.createdAt(), g -> {
            g.write("id", Long.toString(notice.id()));
            parcel.user().ifPresent(user -> g.write("user_id", user.value()));
            g.write("channel_id", parcel.channel().value());
            g.write("channel_name", parcel.channelName());
            g.write("seq", notice.seq()).write("last_seq", parcel.lastSeq());
            g.write("messages", notice.messages()).write("mention", notice.mention());
            g.write("sender_id", notice.sender().value());
            parcel.last().flatMap(Message::text).ifPresent(text -> g.write("message", text));
        });
    }

    /** Of a channel: a message as it is now, which may be deleted. */
    static byte[] of(Message message) {
        return message.deletedAt()
                .map(at -> event("message.deleted", at, g -> MessageJson.write(g, message)))
                .orElseGet(() -> event("message.created", message.storedAt(), g -> MessageJson.write(g, message)));
    }

    private static byte[] event(String type, Instant at, Consumer<JsonGenerator> data) {
        return Json.bytes(g -> {
            g.writeStartObject().write("type", type).write("timestamp", at.toString());
            g.writeStartObject("data");
            data.accept(g);
            g.writeEnd().writeEnd();
        });
    }
}
