package org.recado.platform;

import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.MetricUnits;
import org.eclipse.microprofile.metrics.Tag;

/** MicroProfile Metrics. Loaded by name and no bean, since WildFly has no such classes. */
final class MicroProfileMirror implements Mirror {

    private final MetricRegistry registry;

    MicroProfileMirror(MetricRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void count(String name, int many, String... tags) {
        registry.counter(name, tags(tags)).inc(many);
    }

    @Override
    public void time(String name, Duration took, String... tags) {
        registry.timer(timer(name), tags(tags)).update(took);
    }

    @Override
    public void size(String name, double size, String... tags) {
        registry.histogram(name, tags(tags)).update(Math.round(size));
    }

    @Override
    public void gauge(String name, Supplier<Number> value, String... tags) {
        registry.gauge(name, value, tags(tags));
    }

    // Payara writes nanoseconds under a name that says seconds, unless it is told the unit of what it holds
    private static Metadata timer(String name) {
        return Metadata.builder()
                .withName(name)
                .withUnit(MetricUnits.NANOSECONDS)
                .build();
    }

    private static Tag[] tags(String... pairs) {
        var tags = new Tag[pairs.length / 2];
        for (var i = 0; i < tags.length; i++) {
            tags[i] = new Tag(pairs[2 * i], pairs[2 * i + 1]);
        }
        return tags;
    }
}
