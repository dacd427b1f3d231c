package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.command.Command.Cursor;
import org.recado.command.Command.MoveCursors;
import org.recado.command.CommandPublisher;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Begun;
import org.recado.platform.Rounds;

/**
 * Tells the core how far people have read and have been told: one command a channel and round, however many people and
 * messages there were.
 */
@ApplicationScoped
class CursorReports {

    private static final Duration READ_EVERY = Duration.ofMillis(500);
    private static final int OF_ONE_COMMAND = 500;
    private static final int MOST_TOLD_A_ROUND = 2_000;
    private static final int MOST_READS_A_ROUND = 100;

    private static final class Read {
        private long seq;
        private final List<Consumer<Throwable>> answers = new ArrayList<>();
    }

    private Map<ChannelId, Map<UserId, Read>> reads = new HashMap<>();

    @Inject
    Connections connections;

    @Inject
    CommandPublisher publisher;

    @Inject
    Rounds rounds;

    @Inject
    @ConfigProperty(name = "recado.socket.delivered-interval-ms")
    long deliveredIntervalMs;

    void start(@Observes Begun begun) {
        rounds.every(READ_EVERY, "read cursors", this::reportRead);
        rounds.every(Duration.ofMillis(deliveredIntervalMs), "delivered cursors", this::reportDelivered);
    }

    /**
     * Someone has read up to here; the highest of a round counts.
     *
     * @param answer called when the broker has confirmed it, or with the failure
     * @throws Refused {@code rate_limited} where it is too much for one round
     */
    synchronized void read(UserId user, ChannelId channel, long seq, Consumer<Throwable> answer) {
        var read = reads.computeIfAbsent(channel, c -> new HashMap<>()).computeIfAbsent(user, u -> new Read());
        if (read.answers.size() == MOST_READS_A_ROUND) {
            throw new Refused(
                    Reason.RATE_LIMITED,
                    "over " + MOST_READS_A_ROUND + " in " + READ_EVERY.toMillis() + " ms",
                    Optional.of(READ_EVERY));
        }
        read.seq = Math.max(read.seq, seq);
        read.answers.add(answer);
    }

    private synchronized Map<ChannelId, Map<UserId, Read>> taken() {
        var taken = reads;
        reads = new HashMap<>();
        return taken;
    }

    void reportRead() {
        taken().forEach((channel, readers) -> chunks(List.copyOf(readers.entrySet()))
                .forEach(some -> report(
                                channel,
                                some.stream()
                                        .map(e -> new Cursor(e.getKey(), e.getValue().seq, 0))
                                        .toList())
                        .whenComplete((done, failure) ->
                                some.forEach(e -> e.getValue().answers.forEach(answer -> answer.accept(failure))))));
    }

    /** In no order of the topics, so that none waits for ever where there is more than one round takes. */
    void reportDelivered() {
        var topics = new ArrayList<>(connections.topics());
        Collections.shuffle(topics);
        var room = MOST_TOLD_A_ROUND;
        for (var topic : topics) {
            if (topic.isChannel() && room > 0) {
                var ahead = ahead(topic, room);
                room -= ahead.size();
                chunks(ahead)
                        .forEach(some -> report(topic.channel(), some)
                                .whenComplete((done, failure) -> reported(topic, some, failure)));
            }
        }
    }

    private List<Cursor> ahead(TopicName topic, int most) {
        var written = new HashMap<UserId, Long>();
        var reported = new HashMap<UserId, Long>();
        for (var s : connections.of(topic)) {
            written.merge(s.user(), s.written(), Math::max);
            reported.merge(s.user(), s.reported(), Math::max);
        }
        return written.entrySet().stream()
                .filter(e -> e.getValue() > reported.get(e.getKey()))
                .limit(most)
                .map(e -> new Cursor(e.getKey(), 0, e.getValue()))
                .toList();
    }

    // where it was not confirmed, the next round reports again
    private void reported(TopicName topic, List<Cursor> cursors, Throwable failure) {
        if (failure == null) {
            var told = new HashMap<UserId, Long>();
            cursors.forEach(c -> told.put(c.user(), c.delivered()));
            for (var s : connections.of(topic)) {
                s.reported(told.getOrDefault(s.user(), 0L));
            }
        }
    }

    private CompletionStage<Void> report(ChannelId channel, List<Cursor> cursors) {
        return publisher.publish(
                new MoveCursors(cursors.get(0).user(), channel, Optional.empty(), Instant.now(), cursors),
                Optional.empty());
    }

    private static <T> List<List<T>> chunks(List<T> all) {
        var chunks = new ArrayList<List<T>>();
        for (var i = 0; i < all.size(); i += OF_ONE_COMMAND) {
            chunks.add(all.subList(i, Math.min(all.size(), i + OF_ONE_COMMAND)));
        }
        return chunks;
    }
}
