package org.recado.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import org.recado.platform.Meters;

/** What this node's meters say, for those who show it. */
@ApplicationScoped
public class Figures {

    @Inject
    Meters meters;

    /** All meters of a name, one for each of its tags' values. */
    public <T extends Meter> Collection<T> find(String name, Class<T> type) {
        return meters.registry().find(name).meters().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** All that was counted under a name. */
    public long count(String name) {
        return (long)
                find(name, Counter.class).stream().mapToDouble(Counter::count).sum();
    }

    /** What a gauge shows, 0 while there is none. */
    public long gauge(String name) {
        return Optional.ofNullable(meters.registry().find(name).gauge())
                .map(gauge -> (long) gauge.value())
                .orElse(0L);
    }
}
