package org.recado.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/**
 * What happened, told to everyone (the contract, section 2). An event is complete in itself: the events of an edit and
 * a deletion repeat what a reader needs of the original, so each is also what the cache and the log keep.
 */
public sealed interface Event {

    /** The name on the wire, such as {@code message.created}. */
    String type();

    /** An event of a channel: each takes the next seq, 1, 2, 3 …, without a hole. */
    sealed interface OfChannel extends Event {
        ChannelId channel();

        long seq();
    }

    /** An event of a message. */
    sealed interface OfMessage extends OfChannel {
        MessageId id();

        Optional<ClientId> clientId();

        UserId sender();

        /** The sender's clock when the message was written. */
        Instant timestamp();

        Instant storedAt();

        /** The place of the message in the channel: the seq of its creation. */
        long messageSeq();
    }

    record MessageCreated(
            ChannelId channel,
            long seq,
            MessageId id,
            Optional<ClientId> clientId,
            UserId sender,
            String text,
            Instant timestamp,
            Instant storedAt)
            implements OfMessage {
        public static final String TYPE = "message.created";

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public long messageSeq() {
            return seq;
        }
    }

    record MessageEdited(
            ChannelId channel,
            long seq,
            MessageId id,
            Optional<ClientId> clientId,
            UserId sender,
            String text,
            Instant timestamp,
            Instant storedAt,
            long messageSeq,
            Instant editedAt)
            implements OfMessage {
        public static final String TYPE = "message.edited";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record MessageDeleted(
            ChannelId channel,
            long seq,
            MessageId id,
            Optional<ClientId> clientId,
            UserId sender,
            Instant timestamp,
            Instant storedAt,
            long messageSeq,
            Instant deletedAt)
            implements OfMessage {
        public static final String TYPE = "message.deleted";

        @Override
        public String type() {
            return TYPE;
        }

        /** What is told of the message's earlier event at {@code seq} from now on. */
        public MessageDeleted at(long seq) {
            return new MessageDeleted(channel, seq, id, clientId, sender, timestamp, storedAt, messageSeq, deletedAt);
        }
    }

    /** An event of the channel itself, or of who is in it and as what; {@code by} whom it was done. */
    sealed interface Housekeeping extends OfChannel {
        UserId by();

        Instant at();
    }

    /** @param by who let {@code user} in; the same where they came by themselves */
    record MemberJoined(ChannelId channel, long seq, UserId user, String role, UserId by, Instant at)
            implements Housekeeping {
        public static final String TYPE = "member.joined";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record MemberLeft(ChannelId channel, long seq, UserId user, UserId by, Instant at) implements Housekeeping {
        public static final String TYPE = "member.left";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param until when the member may write again; empty where they may now */
    record MemberMuted(ChannelId channel, long seq, UserId user, Optional<Instant> until, UserId by, Instant at)
            implements Housekeeping {
        public static final String TYPE = "member.muted";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param banned whether {@code user} is out and stays out, or may come in again */
    record MemberBanned(ChannelId channel, long seq, UserId user, boolean banned, UserId by, Instant at)
            implements Housekeeping {
        public static final String TYPE = "member.banned";

        @Override
        public String type() {
            return TYPE;
        }
    }

    record ChannelRenamed(ChannelId channel, long seq, ChannelName name, UserId by, Instant at)
            implements Housekeeping {
        public static final String TYPE = "channel.renamed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param archived whether all writing has ended, or begins again */
    record ChannelArchived(ChannelId channel, long seq, boolean archived, UserId by, Instant at)
            implements Housekeeping {
        public static final String TYPE = "channel.archived";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param days how long the texts are kept; empty where it is as long as the installation says */
    record ChannelRetained(ChannelId channel, long seq, Optional<Integer> days, UserId by, Instant at)
            implements Housekeeping {
        public static final String TYPE = "channel.retained";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** An event for one user only, on all of their connections; it has no seq. */
    sealed interface OfUser extends Event {
        UserId user();
    }

    /** A command of this user was refused. */
    record CommandRejected(UserId user, Optional<ClientId> clientId, ChannelId channel, String reason, String detail)
            implements OfUser {
        public static final String TYPE = "command.rejected";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The user is in a channel they were not in before. */
    record ChannelAdded(UserId user, ChannelId channel) implements OfUser {
        public static final String TYPE = "channel.added";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The user is no longer in a channel. */
    record ChannelRemoved(UserId user, ChannelId channel) implements OfUser {
        public static final String TYPE = "channel.removed";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** The user has read further, on one of their devices. */
    record ReadMoved(UserId user, ChannelId channel, long readSeq, long lastSeq) implements OfUser {
        public static final String TYPE = "read.moved";

        @Override
        public String type() {
            return TYPE;
        }

        public long unread() {
            return Math.max(0, lastSeq - readSeq);
        }
    }

    /** The user was named in a message they have not read. */
    record MemberMentioned(UserId user, ChannelId channel, long seq) implements OfUser {
        public static final String TYPE = "member.mentioned";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The user is to be told of messages they have not read. Told again it has the same id.
     *
     * @param seq of the first of them
     * @param lastSeq of the newest
     * @param messages how many they are
     * @param mention whether one of them names the user
     * @param sender of the newest
     * @param at when it was planned
     */
    record MemberNotified(
            UserId user,
            String id,
            ChannelId channel,
            long seq,
            long lastSeq,
            int messages,
            boolean mention,
            UserId sender,
            Instant at)
            implements OfUser {
        public static final String TYPE = "member.notified";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * What goes on in a channel and is no part of it: it takes no seq, is kept nowhere, and may be lost. It has routing
     * keys of its own, so that who listens to a channel's events hears seq after seq and nothing else.
     */
    sealed interface Passing extends Event {
        ChannelId channel();
    }

    /** How far one member has read and has been told. */
    record Cursor(UserId user, long readSeq, long deliveredSeq) {}

    /** Members have read, or have been told, further. */
    record CursorsMoved(ChannelId channel, List<Cursor> cursors) implements Passing {
        public static final String TYPE = "cursors.moved";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** @param at the clock of the node the member is connected to */
    record MemberTyping(ChannelId channel, UserId user, Instant at) implements Passing {
        public static final String TYPE = "member.typing";

        @Override
        public String type() {
            return TYPE;
        }
    }
}
