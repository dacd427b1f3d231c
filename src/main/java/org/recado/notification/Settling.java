package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/** Decides what is due, on every core, a bounded step at a time. */
@ApplicationScoped
class Settling {

    private static final Duration EVERY = Duration.ofMillis(250);
    private static final int MOST_STEPS = 200;

    @Inject
    SettlingRows rows;

    @Inject
    Node node;

    @Inject
    Rounds rounds;

    @Inject
    Meters meters;

    void start(@Observes Ready ready) {
        if (node.isCore()) {
            rounds.everyAlone(EVERY, "notifications that are due", this::round);
        }
    }

    void round() {
        try {
            var steps = 0;
            while (steps < MOST_STEPS && step()) {
                steps++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether more is due. */
    private boolean step() throws InterruptedException {
        var start = System.nanoTime();
        var verdicts = rows.settle();
        verdicts.forEach(
                v -> meters.count("recado.notifications", "state", v.why().isPresent() ? "suppressed" : "sent"));
        if (verdicts.size() < SettlingRows.MOST) {
            return false;
        }
        Pace.rest(
                Duration.ofNanos(System.nanoTime() - start),
                verdicts.get(0).due().dueAt());
        return true;
    }
}
