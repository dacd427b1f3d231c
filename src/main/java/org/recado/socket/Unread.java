package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.recado.channel.Channels;
import org.recado.channel.Channels.Standing;
import org.recado.channel.Membership;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Begun;
import org.recado.platform.Rounds;

/**
 * Tells each user here, on all of their connections, how much of each of their channels they have not read, and in how many
 * messages of it they are named: once after they came and then as it changes, at most once a second. All it knows is the
 * highest seq and the highest read cursor that it has seen, and where someone was named after that, so it does not matter
 * in which order, or how often, it hears of them.
 */
@ApplicationScoped
public class Unread {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int MOST_A_QUESTION = 200;
    private static final long UNTOLD = -1;

    private static final class Tally {
        private long lastSeq;
        private final Map<UserId, Mark> marks = new HashMap<>();
    }

    private static final class Mark {
        private long readSeq;
        private long told = UNTOLD;
        private int toldMentions;
        private final NavigableSet<Long> mentions = new TreeSet<>();

        void read(long seq) {
            readSeq = Math.max(readSeq, seq);
            mentions.headSet(readSeq, true).clear();
        }

        void mention(long seq) {
            if (seq > readSeq) {
                mentions.add(seq);
            }
            if (mentions.size() > Standing.MOST_MENTIONS) {
                mentions.pollFirst();
            }
        }
    }

    private record Count(UserId user, ChannelId channel, long unread, int mentions, long lastSeq) {}

    private final Map<ChannelId, Tally> tallies = new HashMap<>();
    private final Map<UserId, Set<ChannelId>> people = new HashMap<>();
    private final Set<UserId> toLookUp = new HashSet<>();
    private final Set<UserId> toTellAll = new HashSet<>();
    private final Set<ChannelId> changed = new HashSet<>();

    @Inject
    Connections connections;

    @Inject
    Channels channels;

    @Inject
    Shards shards;

    @Inject
    Rounds rounds;

    void start(@Observes Begun begun) {
        rounds.everyAlone(EVERY, "unread", this::round);
    }

    /** Someone has joined their own topic. */
    synchronized void came(UserId user) {
        toLookUp.add(user);
        toTellAll.add(user);
    }

    /** The channel has come to this seq. */
    public synchronized void said(ChannelId channel, long seq) {
        var tally = tallies.get(channel);
        if (tally != null && seq > tally.lastSeq) {
            tally.lastSeq = seq;
            changed.add(channel);
        }
    }

    /** The user has read up to here. */
    public synchronized void read(UserId user, ChannelId channel, long readSeq, long lastSeq) {
        var tally = tallies.get(channel);
        if (tally == null || !tally.marks.containsKey(user)) {
            added(user);
        } else {
            tally.marks.get(user).read(readSeq);
            tally.lastSeq = Math.max(tally.lastSeq, lastSeq);
            changed.add(channel);
        }
    }

    /** The user was named in the message at this place. */
    public synchronized void mentioned(UserId user, ChannelId channel, long seq) {
        var tally = tallies.get(channel);
        if (tally == null || !tally.marks.containsKey(user)) {
            added(user);
        } else {
            tally.marks.get(user).mention(seq);
            tally.lastSeq = Math.max(tally.lastSeq, seq);
            changed.add(channel);
        }
    }

    /** The user may be in a channel that is not known here yet. */
    public synchronized void added(UserId user) {
        if (connections.hear(TopicName.of(user))) {
            toLookUp.add(user);
        }
    }

    /** The user has left the channel. */
    public synchronized void removed(UserId user, ChannelId channel) {
        drop(user, channel);
        // an answer that is under way may be from before
        added(user);
    }

    private void drop(UserId user, ChannelId channel) {
        if (people.containsKey(user) && people.get(user).remove(channel)) {
            tallies.get(channel).marks.remove(user);
        }
    }

    /** Something may have been missed. */
    public synchronized void lookAgain() {
        toLookUp.addAll(people.keySet());
    }

    void round() {
        forgetWhoLeft();
        try {
            lookUp();
        } finally {
            tell();
        }
    }

    private void tell() {
        counts().forEach(c -> connections.broadcast(
                TopicName.of(c.user()),
                "unread",
                g -> g.write("channel_id", c.channel().value())
                        .write("unread", c.unread())
                        .write("mentions", c.mentions())
                        .write("last_seq", c.lastSeq())));
    }

    private void forgetWhoLeft() {
        empty().forEach(channel -> shards.unfollow(TopicName.of(channel)));
    }

    private synchronized List<ChannelId> empty() {
        for (var user : List.copyOf(people.keySet())) {
            if (!connections.hear(TopicName.of(user))) {
                people.remove(user)
                        .forEach(channel -> tallies.get(channel).marks.remove(user));
            }
        }
        var empty = tallies.entrySet().stream()
                .filter(r -> r.getValue().marks.isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        empty.forEach(tallies::remove);
        return empty;
    }

    private void lookUp() {
        var users = someToLookUp();
        try {
            if (!users.isEmpty()) {
                var found = channels.standings(users);
                // what is said from here on is heard, so what was said before has to be asked for once more
                enter(users, follow(found) ? channels.standings(users) : found);
            }
        } catch (RuntimeException e) {
            putBack(users);
            throw e;
        }
    }

    private synchronized List<UserId> someToLookUp() {
        var users = toLookUp.stream().limit(MOST_A_QUESTION).toList();
        users.forEach(toLookUp::remove);
        return users;
    }

    private synchronized void putBack(List<UserId> users) {
        toLookUp.addAll(users);
    }

    private boolean follow(List<Standing> found) {
        var unknown = unknown(found);
        for (var channel : unknown) {
            shards.follow(TopicName.of(channel));
            synchronized (this) {
                tallies.put(channel, new Tally());
            }
        }
        return !unknown.isEmpty();
    }

    private synchronized Set<ChannelId> unknown(List<Standing> found) {
        var unknown = new HashSet<ChannelId>();
        found.forEach(s -> unknown.add(s.channel()));
        unknown.removeAll(tallies.keySet());
        return unknown;
    }

    private synchronized void enter(List<UserId> users, List<Standing> found) {
        var before = new HashMap<UserId, Set<ChannelId>>();
        users.forEach(user -> before.put(user, new HashSet<>(people.getOrDefault(user, Set.of()))));
        for (var s : found) {
            before.get(s.user()).remove(s.channel());
            enter(s);
        }
        before.forEach((user, left) -> left.forEach(channel -> drop(user, channel)));
        users.forEach(toTellAll::remove);
    }

    private void enter(Standing s) {
        var tally = tallies.get(s.channel());
        if (tally == null) {
            // they came into it between the two questions
            toLookUp.add(s.user());
            return;
        }
        var mark = tally.marks.computeIfAbsent(s.user(), u -> new Mark());
        mark.read(s.readSeq());
        s.mentions().forEach(mark::mention);
        mark.told = toTellAll.contains(s.user()) ? UNTOLD : mark.told;
        tally.lastSeq = Math.max(tally.lastSeq, s.lastSeq());
        people.computeIfAbsent(s.user(), u -> new HashSet<>()).add(s.channel());
        changed.add(s.channel());
    }

    private synchronized List<Count> counts() {
        var counts = new ArrayList<Count>();
        for (var channel : changed) {
            var tally = tallies.get(channel);
            if (tally != null) {
                tally.marks.forEach(
                        (user, mark) -> count(user, channel, tally, mark).ifPresent(counts::add));
            }
        }
        changed.clear();
        return counts;
    }

    private static Optional<Count> count(UserId user, ChannelId channel, Tally tally, Mark mark) {
        var unread = Membership.unread(tally.lastSeq, mark.readSeq);
        if (unread == mark.told && mark.mentions.size() == mark.toldMentions) {
            return Optional.empty();
        }
        mark.told = unread;
        mark.toldMentions = mark.mentions.size();
        return Optional.of(new Count(user, channel, unread, mark.toldMentions, tally.lastSeq));
    }
}
