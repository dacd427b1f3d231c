package org.recado.platform;

import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.metrics.MetricRegistry;
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
        registry.timer(name, tags(tags)).update(took);
    }

    @Override
    public void size(String name, double size, String... tags) {
        registry.histogram(name, tags(tags)).update(Math.round(size));
    }

    @Override
    public void gauge(String name, Supplier<Number> value, String... tags) {
        registry.gauge(name, value, tags(tags));
    }

    private static Tag[] tags(String... pairs) {
        var tags = new Tag[pairs.length / 2];
        for (var i = 0; i < tags.length; i++) {
            tags[i] = new Tag(pairs[2 * i], pairs[2 * i + 1]);
        }
        return tags;
    }
}
