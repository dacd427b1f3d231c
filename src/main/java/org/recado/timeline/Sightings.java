package org.recado.timeline;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.recado.timeline.Sight.Passed;
import org.recado.timeline.Sight.Sent;
import org.recado.timeline.Sight.Told;
import org.recado.timeline.Sight.Took;

/** What the nodes have seen, to be looked up. */
@ApplicationScoped
public class Sightings {

    // the streams are in Redis' order of time, the sights in their nodes'
    private static final Duration CLOCKS = Duration.ofSeconds(30);
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(2);

    /** An edge's sight. */
    public record Publication(String node, Sent sent) {}

    /** One core's take of the batch that a message was in, as far as that core came. */
    public record Take(String node, Took took, Mark mark, Map<Stage, Instant> passed) {}

    /** How many a node told. */
    public record Delivered(String node, Told told) {}

    /** All of it, each list in the order of its times within a node. */
    public record Seen(List<Publication> publications, List<Take> takes, List<Delivered> deliveries) {

        public boolean isEmpty() {
            return publications.isEmpty() && takes.isEmpty();
        }
    }

    @Inject
    Streams streams;

    /**
     * A message that is stored.
     *
     * @param from when it was on its way first, as far as is known
     * @param key of its command, where it has one that an edge knew
     */
    public Seen of(
            Collection<String> nodes, UUID message, Optional<Long> key, long place, Instant from, Instant stored) {
        var seen = none();
        var oldest = Instant.now().minus(streams.kept());
        var start = from.minus(CLOCKS).isBefore(oldest) ? oldest : from.minus(CLOCKS);
        for (var node : nodes) {
            var batches = new HashMap<Long, Take>();
            streams.read(node, start, stored.plus(ON_ITS_WAY), sight -> {
                if (sight instanceof Sent s && key.filter(k -> k == s.key()).isPresent() && s.place() == place) {
                    seen.publications().add(new Publication(node, s));
                } else if (sight instanceof Told t && t.message().equals(message)) {
                    seen.deliveries().add(new Delivered(node, t));
                } else if (sight instanceof Passed p) {
                    pass(batches, p);
                } else if (sight instanceof Took t) {
                    t.marks().stream()
                            .filter(m -> m.message().equals(message))
                            .findFirst()
                            .ifPresent(m -> take(seen, batches, new Take(node, t, m, new HashMap<>())));
                }
            });
        }
        return seen;
    }

    /** Commands with one of these keys, as long as the streams go back: whose they are nobody knows here. */
    public Seen of(Collection<String> nodes, Collection<Long> keys) {
        var seen = none();
        var now = Instant.now();
        for (var node : nodes) {
            streams.read(node, now.minus(streams.kept()), now.plus(CLOCKS), sight -> {
                if (sight instanceof Sent s && keys.contains(s.key())) {
                    seen.publications().add(new Publication(node, s));
                } else if (sight instanceof Took t) {
                    t.marks().stream()
                            .filter(m -> keys.contains(m.key()))
                            .forEach(m -> seen.takes().add(new Take(node, t, m, Map.of())));
                }
            });
        }
        return seen;
    }

    private static Seen none() {
        return new Seen(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    private static void take(Seen seen, Map<Long, Take> batches, Take take) {
        seen.takes().add(take);
        batches.put(take.took().batch(), take);
    }

    private static void pass(Map<Long, Take> batches, Passed p) {
        Optional.ofNullable(batches.get(p.batch())).ifPresent(t -> t.passed().put(p.stage(), p.at()));
    }
}
