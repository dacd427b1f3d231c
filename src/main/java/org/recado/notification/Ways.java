package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;

/** The ways to people that this installation has. */
@ApplicationScoped
public class Ways {

    @Inject
    @Any
    Instance<Way> all;

    /** Those that are configured. */
    public List<Way> on() {
        return all.stream().filter(Way::isOn).toList();
    }

    /** Whether this one is. */
    public boolean areOn(Way.Name name) {
        return on().stream().anyMatch(way -> way.name() == name);
    }

    /** The names of those that are configured, as the tables have them. */
    String[] names() {
        return on().stream().map(way -> way.name().name()).toArray(String[]::new);
    }
}
