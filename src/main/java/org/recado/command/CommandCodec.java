package org.recado.command;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.EditMessage;
import org.recado.command.Command.EraseMember;
import org.recado.command.Command.EraseMessage;
import org.recado.command.Command.MarkRead;
import org.recado.command.Command.MoveCursors;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Commands as JSON (the contract, section 1). Unknown keys are ignored; what is no command is {@link Malformed}. */
public final class CommandCodec {

    /** A body over this is not even parsed; well above the largest message, so that its sender can be told. */
    static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

    private CommandCodec() {}

    /** Reads one body; throws {@link Malformed}. */
    public static Command decode(byte[] body) {
        var object = parsed(body);
        var fields = new Fields(object);
        var sender = readable(() -> fields.optional("sender_id", UserId::new));
        var channel = readable(() -> fields.optional("channel_id", ChannelId::new));
        var clientId = readable(() -> fields.optional("client_id", ClientId::new));
        try {
            return command(object, fields);
        } catch (Fields.Unfit e) {
            throw new Malformed(Reason.MALFORMED, e.getMessage(), sender, channel, clientId);
        }
    }

    private static JsonObject parsed(byte[] body) {
        if (body.length > MAX_BODY_BYTES) {
            throw unreadable(Reason.TOO_LARGE, "over " + MAX_BODY_BYTES + " bytes");
        }
        try {
            return Json.object(body);
        } catch (Json.NotJson e) {
            throw unreadable(Reason.MALFORMED, e.getMessage());
        }
    }

    private static Malformed unreadable(Reason reason, String detail) {
        return new Malformed(reason, detail, Optional.empty(), Optional.empty(), Optional.empty());
    }

    // for the answer only: an unfit field is reported by command() below
    private static <T> Optional<T> readable(Supplier<Optional<T>> field) {
        try {
            return field.get();
        } catch (Fields.Unfit e) {
            return Optional.empty();
        }
    }

    private static Command command(JsonObject object, Fields f) {
        var sender = f.of("sender_id", UserId::new);
        var channel = f.of("channel_id", ChannelId::new);
        var key = f.optional("client_id", ClientId::new);
        var at = f.time("timestamp");
        var type = f.optionalText("type").orElse(CreateMessage.TYPE);
        return switch (type) {
            case CreateMessage.TYPE -> new CreateMessage(sender, channel, key, at, f.text("message"));
            case EditMessage.TYPE -> new EditMessage(sender, channel, key, at, message(f), f.text("message"));
            case DeleteMessage.TYPE -> new DeleteMessage(sender, channel, key, at, message(f));
            case AddMember.TYPE -> new AddMember(sender, channel, key, at, user(f), role(f));
            case RemoveMember.TYPE -> new RemoveMember(sender, channel, key, at, user(f));
            case MuteMember.TYPE -> new MuteMember(sender, channel, key, at, user(f), f.optionalTime("until"));
            case BanMember.TYPE -> new BanMember(sender, channel, key, at, user(f), flag(f, "banned"));
            case RenameChannel.TYPE -> new RenameChannel(sender, channel, key, at, f.of("name", ChannelName::new));
            case ArchiveChannel.TYPE -> new ArchiveChannel(sender, channel, key, at, flag(f, "archived"));
            case RetainMessages.TYPE -> new RetainMessages(sender, channel, key, at, days(f));
            case EraseMember.TYPE -> new EraseMember(sender, channel, key, at);
            case EraseMessage.TYPE -> new EraseMessage(sender, channel, key, at, message(f));
            case MarkRead.TYPE -> new MarkRead(sender, channel, key, at, f.number("seq"));
            case MoveCursors.TYPE -> new MoveCursors(sender, channel, key, at, cursors(object, f));
            default -> throw f.unfit("type", "unknown");
        };
    }

    private static MessageId message(Fields f) {
        return f.of("message_id", MessageId::parse);
    }

    private static UserId user(Fields f) {
        return f.of("user_id", UserId::new);
    }

    private static String role(Fields f) {
        return f.optionalText("role").orElse("member");
    }

    private static boolean flag(Fields f, String name) {
        return f.optionalFlag(name).orElse(true);
    }

    private static Optional<Integer> days(Fields f) {
        var days = f.optionalNumber("days");
        if (days.filter(n -> n < 1 || n > RetainMessages.MOST).isPresent()) {
            throw f.unfit("days", "must be 1 to " + RetainMessages.MOST);
        }
        return days.map(Long::intValue);
    }

    private static List<Cursor> cursors(JsonObject object, Fields f) {
        if (!(object.get("cursors") instanceof JsonArray array) || array.isEmpty() || array.size() > MoveCursors.MOST) {
            throw f.unfit("cursors", "must be an array of 1 to " + MoveCursors.MOST);
        }
        return array.stream().map(value -> cursor(value, f)).toList();
    }

    private static Cursor cursor(JsonValue value, Fields f) {
        if (!(value instanceof JsonObject object)) {
            throw f.unfit("cursors", "must be objects");
        }
        var fields = new Fields(object);
        return new Cursor(
                user(fields),
                fields.optionalNumber("read_seq").orElse(0L),
                fields.optionalNumber("delivered_seq").orElse(0L));
    }

    /** Writes one command. */
    public static byte[] encode(Command command) {
        return Json.bytes(g -> {
            g.writeStartObject();
            g.write("type", command.type());
            g.write("sender_id", command.sender().value());
            g.write("channel_id", command.channel().value());
            command.clientId().ifPresent(c -> g.write("client_id", c.value()));
            g.write("timestamp", command.timestamp().toString());
            writeRest(g, command);
            g.writeEnd();
        });
    }

    private static void writeRest(JsonGenerator g, Command command) {
        if (command instanceof CreateMessage c) {
            g.write("message", c.text());
        } else if (command instanceof EditMessage c) {
            g.write("message_id", c.message().toString()).write("message", c.text());
        } else if (command instanceof DeleteMessage c) {
            g.write("message_id", c.message().toString());
        } else if (command instanceof EraseMessage c) {
            g.write("message_id", c.message().toString());
        } else if (command instanceof AddMember c) {
            g.write("user_id", c.user().value()).write("role", c.role());
        } else if (command instanceof RemoveMember c) {
            g.write("user_id", c.user().value());
        } else if (command instanceof MuteMember c) {
            g.write("user_id", c.user().value());
            c.until().ifPresent(until -> g.write("until", until.toString()));
        } else if (command instanceof BanMember c) {
            g.write("user_id", c.user().value()).write("banned", c.banned());
        } else if (command instanceof RenameChannel c) {
            g.write("name", c.name().value());
        } else if (command instanceof ArchiveChannel c) {
            g.write("archived", c.archived());
        } else if (command instanceof RetainMessages c) {
            c.days().ifPresent(days -> g.write("days", days));
        } else if (command instanceof MarkRead c) {
            g.write("seq", c.seq());
        } else if (command instanceof MoveCursors c) {
            writeCursors(g, c);
        } else if (!(command instanceof EraseMember)) {
            throw new IllegalStateException("no JSON for " + command.type());
        }
    }

    private static void writeCursors(JsonGenerator g, MoveCursors command) {
        g.writeStartArray("cursors");
        for (var cursor : command.cursors()) {
            g.writeStartObject();
            g.write("user_id", cursor.user().value());
            g.write("read_seq", cursor.read()).write("delivered_seq", cursor.delivered());
            g.writeEnd();
        }
        g.writeEnd();
    }
}
