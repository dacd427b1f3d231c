package org.recado.timeline;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Begun;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.Rounds;
import org.recado.timeline.Sight.Passed;
import org.recado.timeline.Sight.Sent;
import org.recado.timeline.Sight.Told;
import org.recado.timeline.Sight.Took;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Notes what this node sees. It never waits and never fails: what there is no room for, or what Redis does not take, is
 * dropped and counted.
 */
@ApplicationScoped
public class Recorder {

    private static final System.Logger LOG = System.getLogger(Recorder.class.getName());
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final int MOST_WAITING = 20_000;
    private static final long NOT_NOTED = 0;

    private final BlockingQueue<Sight> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong batches =
            new AtomicLong(ThreadLocalRandom.current().nextLong());

    @Inject
    @ConfigProperty(name = "recado.timeline.enabled")
    boolean enabled;

    @Inject
    Streams streams;

    @Inject
    Node node;

    @Inject
    Meters meters;

    @Inject
    Rounds rounds;

    void start(@Observes Begun begun) {
        if (enabled) {
            rounds.everyAlone(EVERY, "the timeline", this::write);
        }
    }

    /** Whether anything is noted: what is made for nothing else need not be made. */
    public boolean isOn() {
        return enabled;
    }

    /** A command was published; now is when the broker confirmed it, if it did. */
    public void sent(long key, long place, Instant received, boolean confirmed) {
        note(new Sent(key, place, received, confirmed ? Optional.of(Instant.now()) : Optional.empty()));
    }

    /** A batch was taken and committed; the answer tells what comes after of the same batch. */
    public long took(Instant taken, Instant rules, Instant ledger, List<Mark> marks) {
        if (!enabled || marks.isEmpty()) {
            return NOT_NOTED;
        }
        var batch = batches.incrementAndGet();
        for (var from = 0; from < marks.size(); from += Packing.MARKS) {
            var to = Math.min(marks.size(), from + Packing.MARKS);
            note(new Took(batch, taken, rules, ledger, marks.subList(from, to)));
        }
        return batch;
    }

    /** A batch has this step behind it now. */
    public void passed(long batch, Stage stage) {
        if (batch != NOT_NOTED) {
            note(new Passed(batch, stage, Instant.now()));
        }
    }

    /** This node's clients were told of a message. */
    public void told(UUID message, int clients) {
        if (enabled) {
            note(new Told(message, Instant.now(), clients));
        }
    }

    private void note(Sight sight) {
        if (enabled && !waiting.offer(sight)) {
            dropped(1);
        }
    }

    private void dropped(int many) {
        meters.count("recado.timeline.dropped", many);
    }

    void write() {
        var sights = new ArrayList<Sight>();
        waiting.drainTo(sights);
        if (sights.isEmpty()) {
            return;
        }
        try {
            streams.add(node.name(), sights);
        } catch (JedisException e) {
            dropped(sights.size());
            LOG.log(System.Logger.Level.DEBUG, "Redis took nothing of the timeline", e);
        }
    }
}
