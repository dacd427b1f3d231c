package org.recado.socket;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.recado.channel.Access.Actor;
import org.recado.channel.Channel;
import org.recado.channel.Channels.Roll;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.event.Event.ChannelArchived;
import org.recado.event.Event.ChannelRenamed;
import org.recado.event.Event.ChannelRetained;
import org.recado.event.Event.Cursor;
import org.recado.event.Event.MemberBanned;
import org.recado.event.Event.MemberJoined;
import org.recado.event.Event.MemberLeft;
import org.recado.event.Event.MemberMuted;
import org.recado.event.Event.OfChannel;
import org.recado.id.UserId;

/**
 * What this node knows of one channel whose events it hears: what PostgreSQL said once, and every event since. A room
 * that has missed an event is lost, and never used again.
 */
final class Room {

    /** Only one thread asks PostgreSQL; apart from the room's own lock, since those who tell events must not wait for it. */
    private final Object door = new Object();

    private final List<OfChannel> held = new ArrayList<>();
    private final List<Cursor> heldCursors = new ArrayList<>();
    private final Map<UserId, Membership> members = new HashMap<>();
    private Optional<Channel> channel = Optional.empty();
    private boolean isWhole;
    private long lastSeq;
    private boolean lost;
    private boolean isFollowed;
    private boolean isClosed;

    /**
     * Returns when the room is furnished: by {@code ask}, once, after {@code follow}. What either throws is passed on.
     *
     * @return false where the room was closed before
     */
    boolean open(Runnable follow, Supplier<Roll> ask) {
        synchronized (door) {
            if (isOpen() || isClosed) {
                return isOpen();
            }
            if (!isFollowed) {
                follow.run();
                isFollowed = true;
            }
            furnish(ask.get());
            return true;
        }
    }

    /** Nobody looks here any more; {@code unfollow} undoes what {@link #open} did. */
    void close(Runnable unfollow) {
        synchronized (door) {
            isClosed = true;
            if (isFollowed) {
                isFollowed = false;
                unfollow.run();
            }
        }
    }

    private synchronized boolean isOpen() {
        return channel.isPresent();
    }

    private synchronized void furnish(Roll roll) {
        channel = Optional.of(roll.channel());
        lastSeq = roll.channel().lastSeq();
        isWhole = roll.isWhole();
        roll.members().forEach(m -> members.put(m.user(), m));
        held.forEach(this::take);
        held.clear();
        heldCursors.forEach(this::move);
        heldCursors.clear();
    }

    /** An event of the channel, in seq order but for what was lost; it may be one that is known already. */
    synchronized void heard(OfChannel event) {
        if (isOpen()) {
            take(event);
        } else {
            held.add(event);
        }
    }

    /** How far members have read and have been told. */
    synchronized void moved(List<Cursor> cursors) {
        if (isOpen()) {
            cursors.forEach(this::move);
        } else {
            heldCursors.addAll(cursors);
        }
    }

    private void move(Cursor cursor) {
        Optional.ofNullable(members.get(cursor.user()))
                .ifPresent(m -> m.reach(cursor.readSeq(), cursor.deliveredSeq()));
    }

    private void take(OfChannel event) {
        if (event.seq() == lastSeq + 1) {
            lastSeq = event.seq();
            apply(event);
        } else if (event.seq() > lastSeq) {
            lost = true;
        }
    }

    private void apply(OfChannel event) {
        if (event instanceof MemberJoined joined) {
            // a role that this version does not know may allow what it cannot
            Role.ofWire(joined.role()).ifPresentOrElse(role -> join(joined, role), () -> lost = true);
        } else if (event instanceof MemberLeft left) {
            members.remove(left.user());
        } else if (event instanceof MemberBanned ban && ban.banned()) {
            members.remove(ban.user());
        } else if (event instanceof MemberMuted muted) {
            Optional.ofNullable(members.get(muted.user())).ifPresent(m -> m.mute(muted.until()));
        } else if (event instanceof ChannelRenamed renamed) {
            channel().rename(renamed.name());
        } else if (event instanceof ChannelArchived e) {
            channel().archive(e.archived() ? Optional.of(e.at()) : Optional.empty());
        } else if (event instanceof ChannelRetained e) {
            channel().retain(e.days());
        }
    }

    private void join(MemberJoined joined, Role role) {
        var now = new Membership(joined.channel(), joined.user(), role, joined.at());
        Optional.ofNullable(members.get(joined.user())).ifPresent(now::goOnAs);
        members.put(joined.user(), now);
    }

    /** Events may have been missed. */
    synchronized void lose() {
        lost = true;
    }

    synchronized boolean isLost() {
        return lost;
    }

    /** The channel; only its {@code lastSeq} may be from before, so ask {@link #lastSeq}. */
    synchronized Channel channel() {
        return channel.orElseThrow();
    }

    /** The seq of the last event that was heard here. */
    synchronized long lastSeq() {
        return lastSeq;
    }

    /** How many members are remembered. */
    synchronized int size() {
        return members.size();
    }

    /** Who this is in the channel; {@code ask} is asked where only a part of the members is remembered. */
    Optional<Membership> membership(UserId user, Function<UserId, Optional<Membership>> ask) {
        long before;
        synchronized (this) {
            if (isWhole || members.containsKey(user)) {
                return Optional.ofNullable(members.get(user));
            }
            before = lastSeq;
        }
        var found = ask.apply(user);
        remember(found, before);
        return found;
    }

    /** The same as far as it is known here and now. */
    synchronized Optional<Actor> actor(UserId user) {
        var isKnown = isOpen() && !lost && (isWhole || members.containsKey(user));
        return isKnown
                ? Optional.of(new Actor(user, channel, Optional.ofNullable(members.get(user))))
                : Optional.empty();
    }

    // not if something happened meanwhile: the answer may be from before it
    private synchronized void remember(Optional<Membership> found, long asOf) {
        if (lastSeq == asOf) {
            found.ifPresent(m -> members.putIfAbsent(m.user(), m));
        }
    }
}
