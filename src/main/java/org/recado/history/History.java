package org.recado.history;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.recado.event.Event;
import org.recado.id.ChannelId;
import org.recado.platform.Meters;

/**
 * The read side: what was said in a channel, from the recent messages where they suffice, else from the archive.
 *
 * <p>{@code upTo} is always the channel's last seq as the caller has just read it. The ledger commits before the log is
 * written, so the newest seqs may not be here yet: an answer says up to which seq it is complete, and the rest comes as
 * live events. Every question reads a bounded part of the log.
 */
@ApplicationScoped
public class History {

    /** The most messages one question is answered with. */
    public static final int MOST = 500;

    private static final System.Logger LOG = System.getLogger(History.class.getName());
    private static final int SMALLEST_BLOCK = 50;
    private static final int LARGEST_BLOCK = 1_000;
    private static final int MOST_BLOCKS = 10;

    @Inject
    RecentMessages recent;

    @Inject
    MessageArchive archive;

    @Inject
    Meters meters;

    /** The newest {@code limit} messages whose place is before {@code beforeSeq}. */
    public Page before(ChannelId channel, long beforeSeq, int limit, long upTo) {
        return backwards(channel, Math.min(beforeSeq - 1, upTo), bounded(limit), upTo, new TreeSet<>());
    }

    /** The messages at these places that are there, as they are now, in order. */
    public List<Message> at(ChannelId channel, Collection<Long> places) {
        return archive.messages(channel, places).values().stream()
                .sorted(Comparator.comparingLong(Message::seq))
                .toList();
    }

    /** The newest {@code limit} messages of the channel. */
    public Newest newest(ChannelId channel, int limit, long upTo) {
        var seen = new TreeSet<Long>();
        var page = backwards(channel, upTo, bounded(limit), upTo, seen);
        return new Newest(page.messages(), page.more(), seen.isEmpty() ? 0 : seen.last());
    }

    private Page backwards(ChannelId channel, long last, int limit, long upTo, NavigableSet<Long> seen) {
        var found = new ArrayDeque<Message>();
        var to = last;
        for (int i = 0, size = firstBlock(limit); to >= 1 && i < MOST_BLOCKS; i++, size = nextBlock(size)) {
            var from = Math.max(1, to - size + 1);
            var slice = slice(channel, from, to, upTo);
            seen.addAll(slice.seqs().headSet(to, true));
            var born = slice.born(from, to);
            for (var j = born.size() - 1; j >= 0; j--) {
                if (found.size() == limit) {
                    return new Page(List.copyOf(found), true, found.getFirst().seq());
                }
                found.addFirst(born.get(j));
            }
            to = from - 1;
        }
        return new Page(List.copyOf(found), to >= 1, to + 1);
    }

    /** The oldest {@code limit} messages whose place is after {@code afterSeq}. */
    public Page after(ChannelId channel, long afterSeq, int limit, long upTo) {
        var most = bounded(limit);
        var found = new ArrayDeque<Message>();
        var from = Math.max(0, afterSeq) + 1;
        for (int i = 0, size = firstBlock(most); from <= upTo && i < MOST_BLOCKS; i++, size = nextBlock(size)) {
            var to = Math.min(upTo, from + size - 1);
            for (var message : slice(channel, from, to, upTo).born(from, to)) {
                if (found.size() == most) {
                    return new Page(List.copyOf(found), true, found.getLast().seq());
                }
                found.add(message);
            }
            from = to + 1;
        }
        return new Page(List.copyOf(found), from <= upTo, from - 1);
    }

    /** Every message that changed after {@code lastSeq}, at most {@code limit} of them, oldest changes first. */
    public Missed since(ChannelId channel, long lastSeq, int limit, long upTo) {
        if (lastSeq > upTo) {
            return new Missed(List.of(), false, upTo, false, upTo);
        }
        var most = bounded(limit);
        var start = Math.max(0, lastSeq);
        var read = new Slice();
        var places = new TreeSet<Long>();
        var from = start + 1;
        for (int i = 0, size = firstBlock(most); from <= upTo && i < MOST_BLOCKS; i++, size = nextBlock(size)) {
            var to = Math.min(upTo, from + size - 1);
            read.add(slice(channel, from, to, upTo));
            for (var seq : read.seqs().subSet(from, true, to, true)) {
                var place = read.place(seq);
                if (place.isPresent() && !places.contains(place.get()) && places.size() == most) {
                    return missed(channel, read, places, start, seq - 1, true);
                }
                place.ifPresent(places::add);
            }
            from = to + 1;
        }
        if (from <= upTo) {
            return missed(channel, read, places, start, from - 1, true);
        }
        var complete = Optional.ofNullable(read.seqs().floor(upTo)).orElse(start);
        return missed(channel, read, places, start, complete, false);
    }

    private Missed missed(
            ChannelId channel, Slice read, Collection<Long> places, long start, long complete, boolean more) {
        archive.messages(channel, read.unknown()).values().forEach(read::add);
        var messages = places.stream()
                .map(read::message)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparingLong(Message::seq))
                .toList();
        var holes = (complete - start)
                - read.seqs().subSet(start, false, complete, true).size();
        var recovered = holes == 0 && messages.size() == places.size();
        if (!recovered) {
            meters.count("recado.history.holes");
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the log of channel {0} misses {1} seqs between {2} and {3}",
                    channel,
                    holes,
                    start,
                    complete);
        }
        return new Missed(messages, recovered, complete, more, complete);
    }

    /** The events {@code [from, to]} that are there, in seq order, at most {@link #MOST} of them. */
    public List<Event.OfChannel> events(ChannelId channel, long from, long to) {
        var last = Math.min(to, from + MOST - 1);
        return recent.events(channel, from, last).orElseGet(() -> archive.events(channel, from, last));
    }

    // the recent events tell how a message is now only if all of them up to the end are there
    private Slice slice(ChannelId channel, long from, long to, long upTo) {
        var cached =
                recent.isKept(from, upTo) ? recent.events(channel, from, upTo).map(Slice::of) : Optional.<Slice>empty();
        meters.count("recado.history.reads", "source", cached.isPresent() ? "recent" : "archive");
        return cached.orElseGet(() -> archive.slice(channel, from, to));
    }

    private static int bounded(int limit) {
        return Math.max(1, Math.min(limit, MOST));
    }

    private static int firstBlock(int limit) {
        return Math.max(SMALLEST_BLOCK, limit + 1);
    }

    private static int nextBlock(int size) {
        return Math.min(LARGEST_BLOCK, 2 * size);
    }
}
