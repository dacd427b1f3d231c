package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.stream.JsonGenerator;
import java.util.List;
import org.recado.channel.Channel;
import org.recado.channel.Channels;
import org.recado.channel.Membership;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.history.History;
import org.recado.history.Message;
import org.recado.history.MessageJson;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.platform.Fields;

/** {@code channel:<id>}: the live stream of a channel, behind what the client has missed (the contract, section 3). */
@ApplicationScoped
class ChannelTopic implements Topic {

    private static final int NEWEST = 50;

    @Inject
    Rooms rooms;

    @Inject
    Channels channels;

    @Inject
    History history;

    @Inject
    Limits limits;

    @Inject
    ChannelCommands commands;

    @Inject
    Typing typing;

    @Inject
    Attendance attendance;

    @Override
    public void admit(UserId user, TopicName name) {
        rooms.member(rooms.of(channel(name)), user);
    }

    @Override
    public Opening open(UserId user, TopicName name, JsonObject params) {
        var room = rooms.of(channel(name));
        var membership = rooms.member(room, user);
        return new Fields(params)
                .optionalNumber("last_seq")
                .map(lastSeq -> resumed(room, membership, lastSeq))
                .orElseGet(() -> newcomer(room, membership));
    }

    private Opening newcomer(Room room, Membership membership) {
        var channel = room.channel();
        var newest = history.newest(channel.id(), NEWEST, room.lastSeq());
        return new Opening(newest.lastSeq(), room::isLost, g -> {
            writeChannel(g, channel, membership);
            g.write("last_seq", newest.lastSeq());
            writeReading(g, newest.lastSeq(), membership);
            g.write("recovered", true);
            writeMessages(g, newest.messages());
            g.write("more", newest.more());
        });
    }

    private Opening resumed(Room room, Membership membership, long lastSeq) {
        var channel = room.channel();
        var missed = history.since(channel.id(), lastSeq, History.MOST, upTo(room, lastSeq));
        return new Opening(missed.lastSeq(), room::isLost, g -> {
            writeChannel(g, channel, membership);
            g.write("last_seq", missed.lastSeq());
            writeReading(g, missed.lastSeq(), membership);
            g.write("recovered", missed.recovered());
            writeMessages(g, missed.messages());
            g.write("more", missed.more());
            if (missed.more()) {
                g.write("next_seq", missed.nextSeq());
            }
        });
    }

    // a client may have heard more on another node than this one has yet
    private long upTo(Room room, long lastSeq) {
        var heard = room.lastSeq();
        return lastSeq > heard ? find(room.channel().id()).lastSeq() : heard;
    }

    private static void writeChannel(JsonGenerator g, Channel channel, Membership membership) {
        g.writeStartObject("channel");
        g.write("id", channel.id().value());
        g.write("name", channel.name());
        g.write("kind", channel.kind().wire());
        g.write("role", membership.role().wire());
        g.write("archived", channel.isArchived());
        channel.retentionDays().ifPresent(days -> g.write("retention_days", days));
        g.writeEnd();
    }

    private static void writeReading(JsonGenerator g, long lastSeq, Membership membership) {
        g.write("read_seq", membership.readSeq()).write("unread", membership.unread(lastSeq));
    }

    private static void writeMessages(JsonGenerator g, List<Message> messages) {
        g.writeStartArray("messages");
        for (var message : messages) {
            g.writeStartObject();
            MessageJson.write(g, message);
            g.writeEnd();
        }
        g.writeEnd();
    }

    @Override
    public void handle(Subscription s, Frame frame, JsonObject payload) {
        var fields = new Fields(payload);
        var channel = channel(TopicName.parse(s.topic()));
        switch (frame.event()) {
            case "message" -> commands.create(s, frame, channel, fields);
            case "edit" -> commands.edit(s, frame, channel, fields);
            case "delete" -> commands.delete(s, frame, channel, fields);
            case "read" -> commands.read(s, frame, channel, fields);
            case "typing" -> typing.typed(s.user(), channel);
            case "presence" -> present(s, frame, payload);
            case "history" -> page(s, frame, channel, fields);
            default -> throw new Refused(Reason.MALFORMED, "event: unknown");
        }
    }

    private void present(Subscription s, Frame frame, JsonObject own) {
        attendance.updated(s, own);
        s.reply(frame, FrameCodec::nothing);
    }

    private void page(Subscription s, Frame frame, ChannelId id, Fields fields) {
        var before = fields.optionalNumber("before_seq").orElse(Long.MAX_VALUE);
        var limit = fields.optionalNumber("limit").orElse((long) NEWEST);
        if (limit < 1) {
            throw fields.unfit("limit", "must be positive");
        }
        limits.check(Limit.HISTORY_READS_PER_USER.of(s.user().value())).ifPresent(wait -> {
            throw Refused.rateLimited(wait);
        });
        var page = history.before(
                id, before, (int) Math.min(limit, History.MOST), rooms.of(id).lastSeq());
        s.reply(frame, g -> {
            writeMessages(g, page.messages());
            g.write("more", page.more());
            if (page.more()) {
                g.write("next_seq", page.nextSeq());
            }
        });
    }

    private Channel find(ChannelId id) {
        return channels.find(id).orElseThrow(() -> new Refused(Reason.UNKNOWN_CHANNEL, "no such channel"));
    }

    private static ChannelId channel(TopicName name) {
        try {
            return name.channel();
        } catch (IllegalArgumentException e) {
            throw new Refused(Reason.MALFORMED, e.getMessage());
        }
    }
}
