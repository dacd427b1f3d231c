package org.recado.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** Who may do what in a channel. Denies by default: what no rule allows is refused. */
@ApplicationScoped
public class Access {

    @Inject
    Channels channels;

    /** Throws {@link Refused} unless {@code user} is in the channel; the membership else. For the doors, which only read. */
    public Membership mayRead(UserId user, ChannelId channel) {
        return member(channels.find(channel), channels.membership(channel, user));
    }

    /** The member, or {@code unknown_channel}, or {@code not_a_member}. */
    public static Membership member(Optional<Channel> channel, Optional<Membership> membership) {
        if (channel.isEmpty()) {
            throw new Refused(Reason.UNKNOWN_CHANNEL, "no such channel");
        }
        return membership.orElseThrow(() -> new Refused(Reason.NOT_A_MEMBER, "not a member of the channel"));
    }

    /** The member who may write, or a refusal. */
    public static Membership writer(Optional<Channel> channel, Optional<Membership> membership) {
        var member = member(channel, membership);
        if (!member.role().writes()) {
            throw new Refused(Reason.READ_ONLY, "the role " + member.role().wire() + " may not write");
        }
        return member;
    }

    /**
     * Refuses, unless {@code by} may make {@code user} a member with this role, or change their role to it.
     *
     * @param now what {@code user} is in the channel so far
     */
    public static void mayAdd(
            Optional<Channel> channel,
            Optional<Membership> membershipOfBy,
            UserId by,
            UserId user,
            Optional<Membership> now,
            Role role) {
        var found = channel.orElseThrow(() -> new Refused(Reason.UNKNOWN_CHANNEL, "no such channel"));
        if (found.kind() == Kind.DIRECT) {
            throw new Refused(Reason.READ_ONLY, "a direct channel's members never change");
        }
        if (membershipOfBy.isEmpty() && found.kind() == Kind.PUBLIC && by.equals(user) && role == Role.MEMBER) {
            return;
        }
        var manager = manager(channel, membershipOfBy);
        if ((role == Role.OWNER || isOwner(now)) && manager.role() != Role.OWNER) {
            throw new Refused(Reason.READ_ONLY, "only an owner makes or changes owners");
        }
    }

    /**
     * Refuses, unless {@code by} may end the membership of {@code user}.
     *
     * @param now what {@code user} is in the channel so far
     */
    public static void mayRemove(
            Optional<Channel> channel,
            Optional<Membership> membershipOfBy,
            UserId by,
            UserId user,
            Optional<Membership> now) {
        if (channel.isPresent() && channel.get().kind() == Kind.DIRECT) {
            throw new Refused(Reason.READ_ONLY, "a direct channel's members never change");
        }
        if (by.equals(user)) {
            member(channel, membershipOfBy);
        } else if (manager(channel, membershipOfBy).role() != Role.OWNER && isOwner(now)) {
            throw new Refused(Reason.READ_ONLY, "only an owner removes owners");
        }
    }

    private static boolean isOwner(Optional<Membership> membership) {
        return membership.filter(m -> m.role() == Role.OWNER).isPresent();
    }

    private static Membership manager(Optional<Channel> channel, Optional<Membership> membership) {
        var member = member(channel, membership);
        if (!member.role().manages()) {
            throw new Refused(Reason.READ_ONLY, "the role " + member.role().wire() + " may not manage members");
        }
        return member;
    }
}
