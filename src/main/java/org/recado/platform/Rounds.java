package org.recado.platform;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that is done again and again, never twice at once; a round that fails is counted and said once, and the
 * next one comes. */
@ApplicationScoped
public class Rounds {

    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());

    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final List<Future<?>> running = new CopyOnWriteArrayList<>();
    private final List<ScheduledExecutorService> own = new CopyOnWriteArrayList<>();

    @Resource
    ManagedScheduledExecutorService timer;

    @Resource
    ManagedThreadFactory threads;

    @Inject
    Meters meters;

    /** Does the work until this node is stopped, with this pause before each round. */
    public void every(Duration pause, String what, Runnable work) {
        running.add(timer.scheduleWithFixedDelay(
                () -> round(what, work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    /**
     * As {@link #every}, on a thread of its own: for work that waits for a store, since a server may have one thread for
     * all that is scheduled (Payara does).
     */
    public void everyAlone(Duration pause, String what, Runnable work) {
        var alone = Executors.newSingleThreadScheduledExecutor(threads);
        own.add(alone);
        running.add(alone.scheduleWithFixedDelay(
                () -> round(what, work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    // a door: what a timer's work throws would end it without a word
    private void round(String what, Runnable work) {
        try {
            work.run();
            failing.remove(what);
        } catch (RuntimeException e) {
            meters.count("recado.rounds.failed", "what", what);
            if (failing.add(what)) {
                LOG.log(System.Logger.Level.WARNING, "a round of {0} failed: {1}", what, e.toString());
            }
            LOG.log(System.Logger.Level.DEBUG, "how the round failed", e);
        }
    }

    /** No round begins from here on. */
    @PreDestroy
    public void stop() {
        running.forEach(r -> r.cancel(false));
        own.forEach(ScheduledExecutorService::shutdownNow);
    }
}
