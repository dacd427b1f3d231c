package org.recado.ops.jmx;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.recado.ops.Figures;

/** The meters of {@code GET /api/ops/flow}. */
@Dependent
class JmxFlow implements FlowMXBean {

    private static final String COMMANDS = "recado.commands";
    private static final String STORED = "recado.broker_to_stored";
    private static final String DELIVERED = "recado.push_to_delivered";
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.99;

    @Inject
    Figures figures;

    // components named as JMX wants getters to be
    private record Times(long getCount, double getTotalMs, double getMaxMs) implements Took {

        static Took of(Timer timer) {
            return new Times(timer.count(), timer.totalTime(TimeUnit.MILLISECONDS), timer.max(TimeUnit.MILLISECONDS));
        }
    }

    @Override
    public long getConnections() {
        return figures.gauge("recado.socket.connections");
    }

    @Override
    public long getTopics() {
        return figures.gauge("recado.socket.topics");
    }

    @Override
    public long getCommands() {
        return figures.count(COMMANDS);
    }

    @Override
    public Map<String, Long> getCommandsByOutcome() {
        return commandsBy("outcome");
    }

    @Override
    public Map<String, Long> getCommandsByKind() {
        return commandsBy("kind");
    }

    private Map<String, Long> commandsBy(String tag) {
        return figures.find(COMMANDS, Counter.class).stream()
                .collect(Collectors.groupingBy(
                        counter -> counter.getId().getTag(tag), TreeMap::new, Collectors.summingLong(counter ->
                                (long) counter.count())));
    }

    @Override
    public long getBatches() {
        return figures.find("recado.posting.batch", DistributionSummary.class).stream()
                .mapToLong(DistributionSummary::count)
                .sum();
    }

    @Override
    public long getEventsPublished() {
        return figures.count("recado.events");
    }

    @Override
    public long getEventsDelivered() {
        return figures.count("recado.delivered");
    }

    @Override
    public double getStoredP50Ms() {
        return of(STORED, timer -> percentile(timer, HALF));
    }

    @Override
    public double getStoredP99Ms() {
        return of(STORED, timer -> percentile(timer, NEARLY_ALL));
    }

    @Override
    public double getStoredMaxMs() {
        return of(STORED, timer -> timer.max(TimeUnit.MILLISECONDS));
    }

    @Override
    public double getDeliveredP50Ms() {
        return of(DELIVERED, timer -> percentile(timer, HALF));
    }

    @Override
    public double getDeliveredP99Ms() {
        return of(DELIVERED, timer -> percentile(timer, NEARLY_ALL));
    }

    @Override
    public double getDeliveredMaxMs() {
        return of(DELIVERED, timer -> timer.max(TimeUnit.MILLISECONDS));
    }

    private double of(String name, Function<Timer, Double> what) {
        return figures.find(name, Timer.class).stream().findFirst().map(what).orElse(0.0);
    }

    private static double percentile(Timer timer, double which) {
        return Arrays.stream(timer.takeSnapshot().percentileValues())
                .filter(value -> value.percentile() == which)
                .mapToDouble(value -> value.value(TimeUnit.MILLISECONDS))
                .findFirst()
                .orElse(0);
    }

    @Override
    public Map<String, Took> getSteps() {
        return figures.find("recado.posting.step", Timer.class).stream()
                .collect(Collectors.toMap(
                        timer -> Optional.ofNullable(timer.getId().getTag("step"))
                                .orElse(""),
                        Times::of));
    }
}
