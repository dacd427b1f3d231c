package org.recado.socket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.channel.Access;
import org.recado.channel.Access.Actor;
import org.recado.channel.Channels;
import org.recado.channel.Membership;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.event.Event.CursorsMoved;
import org.recado.event.Event.OfChannel;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Deadlines;
import org.recado.platform.Meters;

/**
 * The rooms of the channels that clients here join, so that a herd that comes back asks PostgreSQL once a channel and not
 * once a join. A room outlives its last client for a moment, and its shard is followed as long.
 */
@ApplicationScoped
public class Rooms {

    /** Beyond this many members a room remembers only those who have asked. */
    private static final int MOST_AT_ONCE = 10_000;

    private static final int EMPTY_ROOM = 10;

    @Inject
    @ConfigProperty(name = "recado.socket.room-linger-seconds")
    long lingerSeconds;

    @Inject
    @ConfigProperty(name = "recado.socket.remembered-members")
    long rememberedMembers;

    @Inject
    Channels channels;

    @Inject
    Shards shards;

    @Inject
    Workers workers;

    @Inject
    Meters meters;

    @Inject
    Deadlines deadlines;

    private Cache<ChannelId, Room> rooms;

    @PostConstruct
    void start() {
        start((executor, command, delay, unit) ->
                deadlines.after(Duration.of(delay, unit.toChronoUnit()), () -> executor.execute(command)));
    }

    void start(Scheduler scheduler) {
        rooms = Caffeine.newBuilder()
                .expireAfterAccess(Duration.ofSeconds(lingerSeconds))
                .maximumWeight(rememberedMembers)
                .weigher((ChannelId id, Room room) -> EMPTY_ROOM + room.size())
                .scheduler(scheduler)
                .executor(workers)
                .removalListener(this::left)
                .build();
        meters.gauge("recado.socket.rooms", rooms::estimatedSize);
    }

    private void left(ChannelId id, Room room, RemovalCause cause) {
        if (cause != RemovalCause.REPLACED) {
            room.close(() -> shards.unfollow(TopicName.of(id)));
        }
    }

    /**
     * The room of a channel.
     *
     * @throws Refused {@code unknown_channel}, or {@code unavailable} where the broker is away
     */
    Room of(ChannelId id) {
        var known = Optional.ofNullable(rooms.getIfPresent(id));
        known.filter(Room::isLost).ifPresent(lost -> rooms.asMap().remove(id, lost));
        var room = rooms.get(id, i -> new Room());
        try {
            if (!room.open(() -> follow(id), () -> roll(id))) {
                return of(id);
            }
        } catch (RuntimeException e) {
            rooms.asMap().remove(id, room);
            throw e;
        }
        weigh(id, room);
        return room;
    }

    // its weight was taken when it was empty
    private void weigh(ChannelId id, Room room) {
        rooms.asMap().replace(id, room, room);
    }

    // names that nobody has must not cost the broker a binding each
    private void follow(ChannelId id) {
        if (channels.find(id).isEmpty()) {
            throw new Refused(Reason.UNKNOWN_CHANNEL, "no such channel");
        }
        shards.follow(TopicName.of(id));
    }

    private Channels.Roll roll(ChannelId id) {
        meters.count("recado.socket.rooms.opened");
        return channels.roll(id, MOST_AT_ONCE)
                .orElseThrow(() -> new Refused(Reason.UNKNOWN_CHANNEL, "no such channel"));
    }

    /** The member, or {@link Refused}. */
    Membership member(Room room, UserId user) {
        var channel = room.channel();
        var membership = room.membership(user, asked -> channels.membership(channel.id(), asked));
        return Access.member(new Actor(user, Optional.of(channel), membership));
    }

    /** Who this is in a channel, where that is known here without asking anyone. */
    Optional<Actor> actor(ChannelId id, UserId user) {
        return Optional.ofNullable(rooms.getIfPresent(id)).flatMap(room -> room.actor(user));
    }

    /** Every event of a channel that comes to this node, before its clients are told. */
    public void heard(OfChannel event) {
        Optional.ofNullable(rooms.getIfPresent(event.channel())).ifPresent(room -> room.heard(event));
    }

    /** How far members of a channel have read and have been told. */
    public void moved(CursorsMoved event) {
        Optional.ofNullable(rooms.getIfPresent(event.channel())).ifPresent(room -> room.moved(event.cursors()));
    }

    /** This node has been deaf for a while. */
    public void forget() {
        rooms.asMap().values().forEach(Room::lose);
        rooms.invalidateAll();
    }
}
