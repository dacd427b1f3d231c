package org.recado.event;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Optional;
import org.recado.event.Event.ChannelAdded;
import org.recado.event.Event.ChannelArchived;
import org.recado.event.Event.ChannelRemoved;
import org.recado.event.Event.ChannelRenamed;
import org.recado.event.Event.ChannelRetained;
import org.recado.event.Event.CommandRejected;
import org.recado.event.Event.Cursor;
import org.recado.event.Event.CursorsMoved;
import org.recado.event.Event.Housekeeping;
import org.recado.event.Event.MemberBanned;
import org.recado.event.Event.MemberJoined;
import org.recado.event.Event.MemberLeft;
import org.recado.event.Event.MemberMentioned;
import org.recado.event.Event.MemberMuted;
import org.recado.event.Event.MemberNotified;
import org.recado.event.Event.MemberTyping;
import org.recado.event.Event.MessageCreated;
import org.recado.event.Event.MessageDeleted;
import org.recado.event.Event.MessageEdited;
import org.recado.event.Event.OfChannel;
import org.recado.event.Event.OfMessage;
import org.recado.event.Event.OfUser;
import org.recado.event.Event.Passing;
import org.recado.event.Event.ReadMoved;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Events as JSON (the contract, section 2). */
public final class EventCodec {

    private EventCodec() {}

    public static byte[] encode(Event event) {
        return Json.bytes(g -> {
            g.writeStartObject();
            write(g, event);
            g.writeEnd();
        });
    }

    /** Writes the event's fields into the object that is open: also the payload of the frame that tells it. */
    public static void write(JsonGenerator g, Event event) {
        g.write("type", event.type());
        if (event instanceof OfChannel e) {
            g.write("channel_id", e.channel().value()).write("seq", e.seq());
        }
        if (event instanceof OfMessage e) {
            writeMessage(g, e);
        } else if (event instanceof Housekeeping e) {
            writeHousekeeping(g, e);
        } else if (event instanceof OfUser e) {
            writeOfUser(g, e);
        } else if (event instanceof Passing e) {
            writePassing(g, e);
        } else {
            throw new IllegalStateException("no JSON for " + event.type());
        }
    }

    private static void writeMessage(JsonGenerator g, OfMessage e) {
        g.write("id", e.id().toString());
        e.clientId().ifPresentOrElse(c -> g.write("client_id", c.value()), () -> g.writeNull("client_id"));
        g.write("sender_id", e.sender().value());
        if (e instanceof MessageCreated c) {
            g.write("message", c.text());
        } else if (e instanceof MessageEdited c) {
            g.write("message", c.text());
            g.write("message_seq", c.messageSeq())
                    .write("edited_at", c.editedAt().toString());
        } else if (e instanceof MessageDeleted c) {
            g.write("message_seq", c.messageSeq())
                    .write("deleted_at", c.deletedAt().toString());
        }
        g.write("timestamp", e.timestamp().toString());
        g.write("stored_at", e.storedAt().toString());
    }

    private static void writeHousekeeping(JsonGenerator g, Housekeeping event) {
        if (event instanceof MemberJoined e) {
            g.write("user_id", e.user().value()).write("role", e.role());
        } else if (event instanceof MemberLeft e) {
            g.write("user_id", e.user().value());
        } else if (event instanceof MemberMuted e) {
            g.write("user_id", e.user().value());
            e.until().ifPresentOrElse(until -> g.write("until", until.toString()), () -> g.writeNull("until"));
        } else if (event instanceof MemberBanned e) {
            g.write("user_id", e.user().value()).write("banned", e.banned());
        } else if (event instanceof ChannelRenamed e) {
            g.write("name", e.name().value());
        } else if (event instanceof ChannelArchived e) {
            g.write("archived", e.archived());
        } else if (event instanceof ChannelRetained e) {
            e.days().ifPresentOrElse(days -> g.write("days", days), () -> g.writeNull("days"));
        } else {
            throw new IllegalStateException("no JSON for " + event.type());
        }
        g.write("by", event.by().value()).write("at", event.at().toString());
    }

    private static void writeOfUser(JsonGenerator g, OfUser event) {
        g.write("user_id", event.user().value());
        if (event instanceof CommandRejected e) {
            g.write("state", "rejected");
            e.clientId().ifPresentOrElse(c -> g.write("client_id", c.value()), () -> g.writeNull("client_id"));
            g.write("channel_id", e.channel().value());
            g.write("reason", e.reason()).write("detail", e.detail());
        } else if (event instanceof ChannelAdded e) {
            g.write("channel_id", e.channel().value());
        } else if (event instanceof ChannelRemoved e) {
            g.write("channel_id", e.channel().value());
        } else if (event instanceof ReadMoved e) {
            g.write("channel_id", e.channel().value()).write("read_seq", e.readSeq());
            g.write("last_seq", e.lastSeq()).write("unread", e.unread());
        } else if (event instanceof MemberMentioned e) {
            g.write("channel_id", e.channel().value()).write("seq", e.seq());
        } else if (event instanceof MemberNotified e) {
            writeNotified(g, e);
        } else {
            throw new IllegalStateException("no JSON for " + event.type());
        }
    }

    private static void writeNotified(JsonGenerator g, MemberNotified e) {
        g.write("id", e.id()).write("channel_id", e.channel().value());
        g.write("seq", e.seq()).write("last_seq", e.lastSeq());
        g.write("messages", e.messages()).write("mention", e.mention());
        g.write("sender_id", e.sender().value()).write("at", e.at().toString());
    }

    private static void writePassing(JsonGenerator g, Passing event) {
        g.write("channel_id", event.channel().value());
        if (event instanceof MemberTyping e) {
            g.write("user_id", e.user().value()).write("at", e.at().toString());
        } else if (event instanceof CursorsMoved e) {
            g.writeStartArray("cursors");
            for (var cursor : e.cursors()) {
                g.writeStartObject();
                write(g, cursor);
                g.writeEnd();
            }
            g.writeEnd();
        } else {
            throw new IllegalStateException("no JSON for " + event.type());
        }
    }

    /** Writes one cursor's fields into the object that is open: also the payload of the frame that tells it. */
    public static void write(JsonGenerator g, Cursor cursor) {
        g.write("user_id", cursor.user().value());
        g.write("read_seq", cursor.readSeq()).write("delivered_seq", cursor.deliveredSeq());
    }

    /** Reads what {@link #encode} wrote; throws {@link Json.NotJson} or {@link Fields.Unfit}. */
    public static Event decode(byte[] body) {
        var object = Json.object(body);
        var f = new Fields(object);
        return switch (f.text("type")) {
            case MessageCreated.TYPE ->
                new MessageCreated(
                        channel(f),
                        f.number("seq"),
                        id(f),
                        key(f),
                        sender(f),
                        f.text("message"),
                        f.time("timestamp"),
                        f.time("stored_at"));
            case MessageEdited.TYPE ->
                new MessageEdited(
                        channel(f),
                        f.number("seq"),
                        id(f),
                        key(f),
                        sender(f),
                        f.text("message"),
                        f.time("timestamp"),
                        f.time("stored_at"),
                        f.number("message_seq"),
                        f.time("edited_at"));
            case MessageDeleted.TYPE ->
                new MessageDeleted(
                        channel(f),
                        f.number("seq"),
                        id(f),
                        key(f),
                        sender(f),
                        f.time("timestamp"),
                        f.time("stored_at"),
                        f.number("message_seq"),
                        f.time("deleted_at"));
            case MemberJoined.TYPE ->
                new MemberJoined(channel(f), f.number("seq"), user(f), f.text("role"), by(f), f.time("at"));
            case MemberLeft.TYPE -> new MemberLeft(channel(f), f.number("seq"), user(f), by(f), f.time("at"));
            case MemberMuted.TYPE ->
                new MemberMuted(channel(f), f.number("seq"), user(f), f.optionalTime("until"), by(f), f.time("at"));
            case MemberBanned.TYPE ->
                new MemberBanned(channel(f), f.number("seq"), user(f), flag(f, "banned"), by(f), f.time("at"));
            case ChannelRenamed.TYPE ->
                new ChannelRenamed(channel(f), f.number("seq"), f.of("name", ChannelName::new), by(f), f.time("at"));
            case ChannelArchived.TYPE ->
                new ChannelArchived(channel(f), f.number("seq"), flag(f, "archived"), by(f), f.time("at"));
            case ChannelRetained.TYPE ->
                new ChannelRetained(
                        channel(f), f.number("seq"), f.optionalNumber("days").map(Long::intValue), by(f), f.time("at"));
            case CommandRejected.TYPE ->
                new CommandRejected(user(f), key(f), channel(f), f.text("reason"), f.text("detail"));
            case ChannelAdded.TYPE -> new ChannelAdded(user(f), channel(f));
            case ChannelRemoved.TYPE -> new ChannelRemoved(user(f), channel(f));
            case ReadMoved.TYPE -> new ReadMoved(user(f), channel(f), f.number("read_seq"), f.number("last_seq"));
            case MemberMentioned.TYPE -> new MemberMentioned(user(f), channel(f), f.number("seq"));
            case MemberNotified.TYPE ->
                new MemberNotified(
                        user(f),
                        f.text("id"),
                        channel(f),
                        f.number("seq"),
                        f.number("last_seq"),
                        (int) f.number("messages"),
                        flag(f, "mention"),
                        sender(f),
                        f.time("at"));
            case MemberTyping.TYPE -> new MemberTyping(channel(f), user(f), f.time("at"));
            case CursorsMoved.TYPE -> new CursorsMoved(channel(f), cursors(object, f));
            default -> throw f.unfit("type", "unknown");
        };
    }

    private static List<Cursor> cursors(JsonObject object, Fields f) {
        if (!(object.get("cursors") instanceof JsonArray array)) {
            throw f.unfit("cursors", "must be an array");
        }
        return array.stream().map(value -> cursor(value, f)).toList();
    }

    private static Cursor cursor(JsonValue value, Fields f) {
        if (!(value instanceof JsonObject object)) {
            throw f.unfit("cursors", "must be objects");
        }
        var fields = new Fields(object);
        return new Cursor(user(fields), fields.number("read_seq"), fields.number("delivered_seq"));
    }

    private static ChannelId channel(Fields f) {
        return f.of("channel_id", ChannelId::new);
    }

    private static MessageId id(Fields f) {
        return f.of("id", MessageId::parse);
    }

    private static Optional<ClientId> key(Fields f) {
        return f.optional("client_id", ClientId::new);
    }

    private static UserId sender(Fields f) {
        return f.of("sender_id", UserId::new);
    }

    private static UserId by(Fields f) {
        return f.of("by", UserId::new);
    }

    private static boolean flag(Fields f, String name) {
        return f.optionalFlag(name).orElseThrow(() -> f.unfit(name, "missing"));
    }

    private static UserId user(Fields f) {
        return f.of("user_id", UserId::new);
    }
}
