package org.recado.command;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.ClientId;
import org.recado.id.MessageId;
import org.recado.id.UserId;

/**
 * What someone asks of a channel, on its way to the core. The JSON form is the contract's (section 1): {@link #type()}
 * names the kind, {@link CommandCodec} reads and writes it.
 */
public sealed interface Command {

    UserId sender();

    ChannelId channel();

    /** The sender's own key, where one was given. */
    Optional<ClientId> clientId();

    /** The sender's clock; for display only, order never depends on it. */
    Instant timestamp();

    /** The name on the wire, such as {@code message.create}. */
    String type();

    /** Whether {@code user} alone speaks in it, for nobody else. */
    default boolean isOf(String user) {
        return sender().value().equals(user);
    }

    /** Says {@code text} in the channel. */
    record CreateMessage(UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, String text)
            implements Command {
        public static final String TYPE = "message.create";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Replaces the text of a message. */
    record EditMessage(
            UserId sender,
            ChannelId channel,
            Optional<ClientId> clientId,
            Instant timestamp,
            MessageId message,
            String text)
            implements Command {
        public static final String TYPE = "message.edit";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Takes a message's text away; its place in the channel stays. */
    record DeleteMessage(
            UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, MessageId message)
            implements Command {
        public static final String TYPE = "message.delete";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** A command about who someone is in the channel. */
    sealed interface OfMember extends Command {
        UserId user();
    }

    /** Lets {@code user} into the channel, or changes the role of someone who is in. */
    record AddMember(
            UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, UserId user, String role)
            implements OfMember {
        public static final String TYPE = "member.add";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Ends {@code user}'s membership; someone may always remove themselves. */
    record RemoveMember(UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, UserId user)
            implements OfMember {
        public static final String TYPE = "member.remove";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Lets {@code user} write nothing until then; empty ends it. */
    record MuteMember(
            UserId sender,
            ChannelId channel,
            Optional<ClientId> clientId,
            Instant timestamp,
            UserId user,
            Optional<Instant> until)
            implements OfMember {
        public static final String TYPE = "member.mute";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Puts {@code user} out of the channel and keeps them out, or ends that. */
    record BanMember(
            UserId sender,
            ChannelId channel,
            Optional<ClientId> clientId,
            Instant timestamp,
            UserId user,
            boolean banned)
            implements OfMember {
        public static final String TYPE = "member.ban";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Gives the channel another name. */
    record RenameChannel(
            UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, ChannelName name)
            implements Command {
        public static final String TYPE = "channel.rename";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Ends all writing in the channel, or opens it again. */
    record ArchiveChannel(
            UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, boolean archived)
            implements Command {
        public static final String TYPE = "channel.archive";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Keeps the texts of the channel so many days; empty keeps them for good. */
    record RetainMessages(
            UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, Optional<Integer> days)
            implements Command {
        public static final String TYPE = "channel.retain";
        /** The most days. */
        public static final int MOST = 36_500;

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * A part of the erasure of its sender, and refused unless that is under way: of anyone else it would be a way around
     * who may what.
     */
    sealed interface OfErased extends Command {}

    /** Ends the sender's membership, the last owner's too. */
    record EraseMember(UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp)
            implements OfErased {
        public static final String TYPE = "member.erase";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Takes the text of a message of the sender away, who is in the channel no more. */
    record EraseMessage(
            UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, MessageId message)
            implements OfErased {
        public static final String TYPE = "message.erase";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /** Says that the sender has read up to {@code seq}; moves the sender's cursor forward only and takes no seq. */
    record MarkRead(UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, long seq)
            implements Command {
        public static final String TYPE = "channel.read";

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * How far one member has read and has been told; 0 where there is nothing to say of it. Reading implies delivered.
     */
    record Cursor(UserId user, long read, long delivered) {}

    /**
     * What a gateway has to say of several members at once; moves cursors forward only and takes no seq. The sender is
     * one of the members, and nobody is asked whether they may: who is no member is passed over.
     */
    record MoveCursors(
            UserId sender, ChannelId channel, Optional<ClientId> clientId, Instant timestamp, List<Cursor> cursors)
            implements Command {
        public static final String TYPE = "cursors.move";
        /** The most cursors of one command. */
        public static final int MOST = 1_000;

        @Override
        public String type() {
            return TYPE;
        }

        @Override
        public boolean isOf(String user) {
            return cursors.stream().allMatch(c -> c.user().value().equals(user)) && Command.super.isOf(user);
        }
    }
}
