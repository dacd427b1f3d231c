package org.recado.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * The one way to measure. A name is {@code recado.<thing>}; tags come in pairs, always the same keys for one name, and
 * never hold an id or a text. What is measured also shows in the server's MicroProfile Metrics, where it has them.
 */
@ApplicationScoped
public class Meters {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    // asked for once a message, and a builder is dear
    private final ConcurrentMap<List<?>, Timer> timers = new ConcurrentHashMap<>();
    private Optional<Mirror> mirror = Optional.empty();

    @PostConstruct
    void start() {
        mirror = MirrorFinder.find();
    }

    /** Counts one more. */
    public void count(String name, String... tags) {
        count(name, 1, tags);
    }

    /** Counts {@code many} more. */
    public void count(String name, int many, String... tags) {
        registry.counter(name, tags).increment(many);
        mirror.ifPresent(m -> m.count(name, many, tags));
    }

    /** Records how long something took, with percentiles. */
    public void time(String name, Duration took, String... tags) {
        timers.computeIfAbsent(List.of(name, List.of(tags)), key -> timer(name, tags))
                .record(took);
        mirror.ifPresent(m -> m.time(name, took, tags));
    }

    private Timer timer(String name, String... tags) {
        return Timer.builder(name).tags(tags).publishPercentiles(0.5, 0.99).register(registry);
    }

    /** Records a size, such as that of a batch. */
    public void size(String name, double size, String... tags) {
        registry.summary(name, tags).record(size);
        mirror.ifPresent(m -> m.size(name, size, tags));
    }

    /** Asks {@code value} whenever someone looks. */
    public void gauge(String name, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value).tags(Tags.of(tags)).register(registry);
        mirror.ifPresent(m -> m.gauge(name, value, tags));
    }

    /** Whether the server shows it by itself, at {@code /metrics}. */
    public static boolean areShownByTheServer() {
        return MirrorFinder.isThere();
    }

    /** All of it, for those who show it. */
    public MeterRegistry registry() {
        return registry;
    }

    /** All of it as Prometheus text. */
    public String scrape() {
        return registry.scrape();
    }
}
