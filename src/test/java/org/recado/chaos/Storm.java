package org.recado.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Carries out the faults of a plan, several at once, but never two on the same target. */
final class Storm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Town town;
    private final Pulse pulse;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<String> busy = new HashSet<>();

    Storm(Town town, Pulse pulse) {
        this.town = town;
        this.pulse = pulse;
    }

    /** Returns when the last fault is over and what it hit is back. */
    void rage(List<Fault> plan) {
        var all = plan.stream().map(this::begin).toList();
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    }

    private CompletableFuture<Void> begin(Fault fault) {
        Pause.of(fault.pause());
        if (!Pause.until(() -> taken(fault.target()), PATIENCE)) {
            throw new IllegalStateException(fault.target() + " did not come back in " + PATIENCE);
        }
        System.out.printf("%s  %s%n", Instant.now().truncatedTo(ChronoUnit.MILLIS), fault);
        return CompletableFuture.runAsync(() -> suffer(fault), threads);
    }

    private synchronized boolean taken(String target) {
        return busy.add(target);
    }

    private synchronized void free(String target) {
        busy.remove(target);
    }

    private void suffer(Fault fault) {
        try {
            switch (fault.kind()) {
                case CUT -> town.link(fault.target()).cut();
                case SLOW -> slow(fault, town.link(fault.target()));
                case HOLD -> hold(fault, town.link(fault.target()));
                case FREEZE -> Signals.freeze(town.process(fault.target()), fault.lasts());
                case KILL -> kill(fault);
                case RESTART -> town.restart(fault.target());
            }
            pulse.over(fault);
        } finally {
            free(fault.target());
        }
    }

    private static void slow(Fault fault, Link link) {
        link.slow(fault.delay());
        Pause.of(fault.lasts());
        link.heal();
    }

    private static void hold(Fault fault, Link link) {
        link.hold();
        Pause.of(fault.lasts());
        link.heal();
    }

    private void kill(Fault fault) {
        town.kill(fault.target());
        Pause.of(fault.lasts());
        town.start(fault.target());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
