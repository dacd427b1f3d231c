package org.recado.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * Who may do what in a channel: the table of the README, and the only place that knows it. The doors ask it before a
 * command sets out, and the core asks it again. Denies by default: what no rule allows is refused.
 */
@ApplicationScoped
public class Access {

    @Inject
    Channels channels;

    /**
     * Someone before a channel.
     *
     * @param channel empty where there is no such channel
     * @param membership empty where they are not in it
     */
    public record Actor(UserId user, Optional<Channel> channel, Optional<Membership> membership) {}

    /**
     * Whom something is done to.
     *
     * @param membership what they are in the channel so far
     * @param isBanned whether they may not come in
     * @param owners how many owners the channel has
     */
    public record Target(UserId user, Optional<Membership> membership, boolean isBanned, int owners) {

        private boolean isOwner() {
            return membership.filter(m -> m.role() == Role.OWNER).isPresent();
        }

        private boolean isLastOwner() {
            return isOwner() && owners == 1;
        }
    }

    /** Throws {@link Refused} unless {@code user} is in the channel; the membership else. For the doors, which only read. */
    public Membership mayRead(UserId user, ChannelId channel) {
        return member(actor(user, channel));
    }

    /** Throws {@link Refused} unless {@code user} may say something there now. For the doors. */
    public void mayWrite(UserId user, ChannelId channel) {
        mayWrite(actor(user, channel), Instant.now());
    }

    /** Throws {@link Refused} unless {@code user} may see whom the channel is closed to. */
    public void maySeeBans(UserId user, ChannelId channel) {
        moderator(actor(user, channel));
    }

    /** Throws {@link Refused} unless {@code user} may have a program told of all that is said there, or end that. */
    public void mayHook(UserId user, ChannelId channel) {
        mayHook(actor(user, channel));
    }

    private Actor actor(UserId user, ChannelId channel) {
        return new Actor(user, channels.find(channel), channels.membership(channel, user));
    }

    /** The member, or {@code unknown_channel}, or {@code not_a_member}. */
    public static Membership member(Actor by) {
        channel(by);
        return by.membership().orElseThrow(() -> new Refused(Reason.NOT_A_MEMBER, "not a member of the channel"));
    }

    private static Channel channel(Actor by) {
        return by.channel().orElseThrow(() -> new Refused(Reason.UNKNOWN_CHANNEL, "no such channel"));
    }

    /** Refuses, unless {@code by} may say something now. */
    public static void mayWrite(Actor by, Instant now) {
        var member = member(by);
        open(by);
        if (!member.role().writes()) {
            throw new Refused(Reason.READ_ONLY, "the role " + member.role().wire() + " may not write");
        }
        member.mutedAt(now).ifPresent(until -> {
            throw new Refused(Reason.MUTED, "muted until " + until, Optional.of(Duration.between(now, until)));
        });
    }

    private static void open(Actor by) {
        if (channel(by).isArchived()) {
            throw new Refused(Reason.READ_ONLY, "the channel is archived");
        }
    }

    /** Refuses, unless {@code by} may change the text of a message now. */
    public static void mayEdit(Actor by, boolean isAuthor, Instant now) {
        mayWrite(by, now);
        if (!isAuthor) {
            throw new Refused(Reason.NOT_THE_AUTHOR, "only its author changes a message");
        }
    }

    /** Refuses, unless {@code by} may take a message away: its author may, muted or not, and whoever moderates. */
    public static void mayDelete(Actor by, boolean isAuthor) {
        var member = member(by);
        open(by);
        if (!isAuthor && !(member.role().moderates() && channel(by).kind() != Kind.DIRECT)) {
            throw new Refused(Reason.NOT_THE_AUTHOR, "only its author and moderators delete a message");
        }
    }

    /** Refuses, unless {@code by} may make {@code target} a member with this role, or change their role to it. */
    public static void mayAdd(Actor by, Target target, Role role) {
        var channel = channel(by);
        undirected(by);
        open(by);
        if (target.isBanned()) {
            throw new Refused(Reason.NOT_A_MEMBER, "banned from the channel");
        }
        var isNew = by.membership().isEmpty();
        if (isNew && channel.kind() == Kind.PUBLIC && by.user().equals(target.user()) && role == Role.MEMBER) {
            return;
        }
        var moderator = moderator(by);
        if ((role == Role.OWNER || target.isOwner()) && moderator.role() != Role.OWNER) {
            throw new Refused(Reason.READ_ONLY, "only an owner makes or changes owners");
        }
        if (target.isLastOwner() && role != Role.OWNER) {
            throw lastOwner();
        }
    }

    /** Refuses, unless {@code by} may end the membership of {@code target}. */
    public static void mayRemove(Actor by, Target target) {
        channel(by);
        undirected(by);
        if (by.user().equals(target.user())) {
            member(by);
        } else {
            over(by, target);
        }
        if (target.isLastOwner()) {
            throw lastOwner();
        }
    }

    private static Refused lastOwner() {
        return new Refused(
                Reason.READ_ONLY, "the last owner stays one; make another one first, or archive the channel");
    }

    /** Refuses, unless {@code by} may mute {@code target} or keep them out, or end that. */
    public static void maySanction(Actor by, Target target) {
        over(by, target);
        if (by.user().equals(target.user())) {
            throw new Refused(Reason.READ_ONLY, "nobody mutes or bans themselves");
        }
    }

    // a moderator has a say over everyone but owners, an owner over all
    private static void over(Actor by, Target target) {
        if (moderator(by).role() != Role.OWNER && target.isOwner()) {
            throw new Refused(Reason.READ_ONLY, "only an owner has a say over owners");
        }
    }

    /** Refuses, unless {@code by} may give the channel another name. */
    public static void mayRename(Actor by) {
        moderator(by);
        open(by);
    }

    /** Refuses, unless {@code by} may close the channel for good, or open it again. */
    public static void mayArchive(Actor by) {
        if (moderator(by).role() != Role.OWNER) {
            throw new Refused(Reason.READ_ONLY, "only an owner archives a channel");
        }
    }

    /** Refuses, unless {@code by} may say how long the channel's texts are kept. */
    public static void mayRetain(Actor by) {
        if (moderator(by).role() != Role.OWNER) {
            throw new Refused(Reason.READ_ONLY, "only an owner says how long messages are kept");
        }
    }

    /** Refuses, unless {@code by} may make and remove webhooks of the channel. */
    public static void mayHook(Actor by) {
        moderator(by);
    }

    private static Membership moderator(Actor by) {
        var member = member(by);
        undirected(by);
        if (!member.role().moderates()) {
            throw new Refused(Reason.READ_ONLY, "the role " + member.role().wire() + " may not moderate");
        }
        return member;
    }

    private static void undirected(Actor by) {
        if (channel(by).kind() == Kind.DIRECT) {
            throw new Refused(Reason.READ_ONLY, "a direct channel stays as it is, with whom it has");
        }
    }
}
