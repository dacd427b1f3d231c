package org.recado.posting;

import java.time.Instant;
import java.util.Optional;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.channel.Channel;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.CreateMessage;
import org.recado.command.Command.DeleteMessage;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.OfMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.command.Refused;

/**
 * What of a channel's changes is to be in the record: what someone does to others and to the channel. What people do
 * with their own messages, and coming and going by themselves, is in the channel's log alone.
 */
final class Deeds {

    private final Known known;
    private final Instant now;

    Deeds(Known known, Instant now) {
        this.known = known;
        this.now = now;
    }

    /** The entry for a command that is about to be carried out. */
    Optional<Entry> of(Command command) {
        if (command instanceof CreateMessage) {
            return Optional.empty();
        } else if (command instanceof DeleteMessage c) {
            return deleted(c);
        } else if (command instanceof AddMember c) {
            return added(c);
        } else if (command instanceof RemoveMember c) {
            return removed(c);
        } else if (command instanceof MuteMember c) {
            return Optional.of(muted(c));
        } else if (command instanceof BanMember c) {
            return Optional.of(entry(c.banned() ? Action.MEMBER_BANNED : Action.MEMBER_UNBANNED, c));
        } else if (command instanceof RenameChannel c) {
            return Optional.of(renamed(c));
        } else if (command instanceof ArchiveChannel c) {
            return Optional.of(entry(c.archived() ? Action.CHANNEL_ARCHIVED : Action.CHANNEL_REOPENED, (Command) c));
        }
        if (command instanceof RetainMessages c) {
            return Optional.of(entry(Action.CHANNEL_RETENTION_CHANGED, (Command) c)
                    .with("days", c.days().map(Object::toString).orElse("")));
        }
        return Optional.empty();
    }

    /** The entry for a command whose publisher may not speak for its sender. */
    static Entry forged(Arrival arrival, Command command, Refused why) {
        // the broker has checked who published it; what the command says is the publisher's word
        return Entry.of(
                        Action.GATEWAY_REFUSED,
                        arrival.publisher().map(name -> "gateway:" + name).orElse("gateway"))
                .result(why.reason().wire())
                .with("type", command.type())
                .with("channel", command.channel().value())
                .with("sender", command.sender().value());
    }

    private Optional<Entry> deleted(DeleteMessage c) {
        return known.message(c.message().value())
                .filter(m -> !m.senderId.equals(c.sender().value()))
                .map(m -> entry(Action.MESSAGE_DELETED, (Command) c)
                        .to("message:" + m.id)
                        .with("author", m.senderId));
    }

    private Optional<Entry> added(AddMember c) {
        var before = known.member(c.channel(), c.user());
        if (before.isEmpty()) {
            return c.user().equals(c.sender())
                    ? Optional.empty()
                    : Optional.of(entry(Action.MEMBER_ADDED, c).with("role", c.role()));
        }
        return before.map(Membership::role)
                .map(Role::wire)
                .filter(role -> !role.equals(c.role()))
                .map(role -> entry(Action.MEMBER_ROLE_CHANGED, c)
                        .with("role", c.role())
                        .with("role_before", role));
    }

    private Optional<Entry> removed(RemoveMember c) {
        return c.user().equals(c.sender()) ? Optional.empty() : Optional.of(entry(Action.MEMBER_REMOVED, c));
    }

    private Entry muted(MuteMember c) {
        return c.until()
                .map(until -> entry(Action.MEMBER_MUTED, c).with("until", until.toString()))
                .orElseGet(() -> entry(Action.MEMBER_UNMUTED, c));
    }

    private Entry renamed(RenameChannel c) {
        var before = known.channel(c.channel()).map(Channel::name);
        var entry =
                entry(Action.CHANNEL_RENAMED, (Command) c).with("name", c.name().value());
        return before.map(name -> entry.with("name_before", name)).orElse(entry);
    }

    private Entry entry(Action action, OfMember command) {
        return entry(action, (Command) command).to(Entry.user(command.user()));
    }

    private Entry entry(Action action, Command command) {
        return Entry.of(action, Entry.channel(command.channel())).at(now).by(command.sender());
    }
}
