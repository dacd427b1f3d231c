package org.recado.ops;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.recado.deadletter.DeadLetters;
import org.recado.deadletter.Selection;
import org.recado.platform.Meters;
import org.recado.platform.Nodes;
import org.recado.platform.QueueDepths;
import org.recado.platform.QueueDepths.Depth;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;
import org.recado.platform.Stores;
import org.recado.platform.Topology;
import org.recado.posting.Pauses;
import org.recado.posting.Pauses.Pause;

/**
 * How things stand, as meters for alerts: what waits in the queues, which part is up, who is missed, what is paused or
 * dead. Looked at every ten seconds, so that whoever reads the meters asks no part anything; what cannot be asked just
 * now is NaN, which no alert takes for a number.
 */
@ApplicationScoped
public class Standing {

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** What PostgreSQL knows: nodes that are missed, what is paused, dead letters that wait. */
    public record Rows(long missed, List<Pause> paused, long deadLetters) {}

    private volatile Map<String, Boolean> up = Map.of();
    private volatile Map<String, Depth> depths = Map.of();
    private volatile Optional<Rows> rows = Optional.empty();

    @Inject
    Meters meters;

    @Inject
    Stores stores;

    @Inject
    QueueDepths queues;

    @Inject
    Topology topology;

    @Inject
    Nodes nodes;

    @Inject
    Pauses pauses;

    @Inject
    DeadLetters letters;

    @Inject
    Rounds rounds;

    void start(@Observes Ready ready) {
        for (var store : Stores.NAMES) {
            meters.gauge(
                    "recado.store.up",
                    () -> figure(Optional.ofNullable(up.get(store)).map(is -> is ? 1 : 0)),
                    "store",
                    store);
        }
        Stream.concat(
                        IntStream.range(0, topology.partitions()).mapToObj(Topology::partition),
                        Stream.of(Topology.DEAD, Topology.NOTIFICATIONS))
                .forEach(queue -> meters.gauge(
                        "recado.queue.messages", () -> figure(queue(queue).map(Depth::messages)), "queue", queue));
        meters.gauge("recado.nodes.missed", () -> figure(rows.map(Rows::missed)));
        meters.gauge(
                "recado.partitions.paused",
                () -> figure(rows.map(r -> r.paused().size())));
        meters.gauge("recado.dead.letters.waiting", () -> figure(rows.map(Rows::deadLetters)));
        rounds.everyAlone(EVERY, "how things stand", this::look);
    }

    private static double figure(Optional<? extends Number> known) {
        return known.map(Number::doubleValue).orElse(Double.NaN);
    }

    void look() {
        up = stores.look().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().up()));
        depths = queues.look().stream().collect(Collectors.toMap(Depth::name, Function.identity()));
        lookAtRows();
    }

    /** Looks at what PostgreSQL knows now, for whoever has just changed it. */
    public void lookAtRows() {
        rows = Optional.empty();
        rows = Optional.of(new Rows(missed(), pauses.all(), letters.count(waiting())));
    }

    /** How much waited in a queue when it was last looked; empty while the broker cannot be asked. */
    public Optional<Depth> queue(String name) {
        return Optional.ofNullable(depths.get(name));
    }

    /** What PostgreSQL said last; empty while it cannot be asked. */
    public Optional<Rows> rows() {
        return rows;
    }

    private static Selection waiting() {
        return new Selection(Optional.empty(), Optional.empty(), Instant.now());
    }

    private long missed() {
        try {
            return nodes.known().stream().filter(node -> !node.isUp()).count();
        } catch (SQLException e) {
            throw new IllegalStateException("the nodes cannot be asked for", e);
        }
    }
}
