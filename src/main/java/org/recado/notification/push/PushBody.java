package org.recado.notification.push;

import java.util.Optional;
import org.recado.history.Message;
import org.recado.notification.Parcel;
import org.recado.platform.Json;

/** What a browser is told: enough to show it without asking. Push services take 4,096 bytes, and this is always less. */
final class PushBody {

    private static final int MOST_CHARACTERS = 200;

    private PushBody() {}

    /** JSON; without a text where none is to be shown, or there is none any more. */
    static byte[] of(Parcel parcel, boolean showText) {
        var notice = parcel.notification().orElseThrow();
        var at = parcel.last().map(Message::storedAt).orElse(parcel.createdAt());
        return Json.bytes(g -> {
            g.writeStartObject().write("id", Long.toString(notice.id()));
            g.write("channel_id", parcel.channel().value()).write("channel_name", parcel.channelName());
            g.write("channel_kind", parcel.channelKind().wire());
            g.write("seq", notice.seq()).write("last_seq", parcel.lastSeq());
            g.write("messages", notice.messages()).write("mention", notice.mention());
            g.write("sender_id", notice.sender().value()).write("sender_name", notice.senderName());
            text(parcel, showText).ifPresent(text -> g.write("text", text));
            g.write("at", at.toString()).writeEnd();
        });
    }

    private static Optional<String> text(Parcel parcel, boolean showText) {
        return parcel.last().filter(m -> showText).flatMap(Message::text).map(PushBody::cut);
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MOST_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS - 1)) + "…";
    }
}
