package org.recado.posting;

import java.time.Instant;
import java.util.Optional;
import org.recado.channel.Access;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.channel.Sanction;
import org.recado.command.Command;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.BanMember;
import org.recado.command.Command.EraseMember;
import org.recado.command.Command.MuteMember;
import org.recado.command.Command.OfMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.command.Reason;
import org.recado.command.Refused;

/** Who is in a channel as what, and what the channel is: each change is refused, or takes a seq. */
final class ChannelChanges {

    private final Known known;
    private final Rows rows;
    private final Instant now;

    ChannelChanges(Known known, Rows rows, Instant now) {
        this.known = known;
        this.rows = rows;
        this.now = now;
    }

    // whoever is in already takes a seq as well: what a role is may have changed, and the log tells it
    Change join(AddMember command) {
        var role = Role.ofWire(command.role()).orElseThrow();
        var target = known.member(command.channel(), command.user());
        Access.mayAdd(known.actor(command), known.target(command), role);
        if (!known.isPerson(command.user())) {
            throw new Refused(Reason.UNKNOWN_USER, "nobody has the id of the new member");
        }
        target.ifPresentOrElse(m -> m.become(role), () -> add(command, role));
        return ofNoMessage(command);
    }

    private void add(AddMember command, Role role) {
        var member = new Membership(command.channel(), command.user(), role, now);
        member.mute(known.sanction(command.channel(), command.user()).flatMap(Sanction::mutedUntil));
        rows.add(member);
        known.add(member);
    }

    Change leave(RemoveMember command) {
        Access.mayRemove(known.actor(command), known.target(command));
        remove(known.member(command.channel(), command.user())
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "no such member")));
        return ofNoMessage(command);
    }

    // the last owner too: nobody is left to say who comes after
    Change erase(EraseMember command) {
        remove(known.member(command.channel(), command.sender())
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "no such member")));
        return ofNoMessage(command);
    }

    private void remove(Membership leaving) {
        rows.remove(leaving);
        known.remove(leaving);
    }

    Change mute(MuteMember command) {
        var target = known.target(command);
        Access.maySanction(known.actor(command), target);
        target.membership()
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "no such member"))
                .mute(command.until());
        sanction(command).mute(command.until());
        return ofNoMessage(command);
    }

    Change ban(BanMember command) {
        var target = known.target(command);
        Access.maySanction(known.actor(command), target);
        if (!known.isPerson(command.user())) {
            throw new Refused(Reason.UNKNOWN_USER, "nobody has this id");
        }
        sanction(command).ban(command.banned());
        if (command.banned()) {
            target.membership().ifPresent(this::remove);
        }
        return ofNoMessage(command);
    }

    private Sanction sanction(OfMember command) {
        return known.sanction(command.channel(), command.user()).orElseGet(() -> {
            var row = new Sanction(command.channel(), command.user());
            rows.add(row);
            known.add(row);
            return row;
        });
    }

    Change rename(RenameChannel command) {
        Access.mayRename(known.actor(command));
        known.channel(command).rename(command.name());
        return ofNoMessage(command);
    }

    Change archive(ArchiveChannel command) {
        Access.mayArchive(known.actor(command));
        known.channel(command).archive(command.archived() ? Optional.of(now) : Optional.empty());
        return ofNoMessage(command);
    }

    Change retain(RetainMessages command) {
        Access.mayRetain(known.actor(command));
        known.channel(command).retain(command.days());
        return ofNoMessage(command);
    }

    private Change ofNoMessage(Command command) {
        return new Change(known.channel(command).takeSeq(), Optional.empty());
    }
}
