package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/** Forgets what is settled and old, a bounded part a minute. */
@ApplicationScoped
class Tidying {

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST_STEPS = 20;

    @Inject
    Notifications notifications;

    @Inject
    Node node;

    @Inject
    Rounds rounds;

    @Inject
    @ConfigProperty(name = "recado.notification.keep-days")
    int keepDays;

    void start(@Observes Ready ready) {
        if (node.isCore()) {
            rounds.everyAlone(EVERY, "old notifications", this::round);
        }
    }

    void round() {
        var forgotten = 1;
        for (var step = 0; step < MOST_STEPS && forgotten > 0; step++) {
            forgotten = notifications.forget(Duration.ofDays(keepDays));
        }
    }
}
