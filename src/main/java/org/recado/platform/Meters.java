package org.recado.platform;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The one way to measure. Names are {@code recado.<thing>}, tags come in pairs and never hold an id or a text; both are
 * the Prometheus names with dots.
 */
@ApplicationScoped
public class Meters {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Counts one more. */
    public void count(String name, String... tags) {
        count(name, 1, tags);
    }

    /** Counts {@code many} more. */
    public void count(String name, int many, String... tags) {
        registry.counter(name, tags).increment(many);
    }

    /** Records how long something took, with percentiles. */
    public void time(String name, Duration took, String... tags) {
        io.micrometer.core.instrument.Timer.builder(name)
                .tags(tags)
                .publishPercentiles(0.5, 0.99)
                .register(registry)
                .record(took);
    }

    /** Records a size, such as that of a batch. */
    public void size(String name, double size, String... tags) {
        registry.summary(name, tags).record(size);
    }

    /** Asks {@code value} whenever someone looks. */
    public void gauge(String name, Supplier<Number> value, String... tags) {
        Gauge.builder(name, value).tags(Tags.of(tags)).register(registry);
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
