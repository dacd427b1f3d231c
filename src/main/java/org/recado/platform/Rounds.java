package org.recado.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that is done again and again, never twice at once; a round that fails is counted and said once, and the
 * next one comes. */
@ApplicationScoped
public class Rounds {

    private static final System.Logger LOG = System.getLogger(Rounds.class.getName());

    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final List<ScheduledExecutorService> timers = new CopyOnWriteArrayList<>();

    @Inject
    StoreThreads threads;

    @Inject
    Meters meters;

    private ScheduledExecutorService shared;

    @PostConstruct
    void start() {
        shared = timer();
    }

    private ScheduledExecutorService timer() {
        var timer = Executors.newSingleThreadScheduledExecutor(threads);
        timers.add(timer);
        return timer;
    }

    /** Does the work until this node is stopped, with this pause before each round, on the thread of all that takes no time. */
    public void every(Duration pause, String what, Runnable work) {
        begin(shared, pause, what, work);
    }

    /** As {@link #every}, on a thread of its own: for work that waits for a store. */
    public void everyAlone(Duration pause, String what, Runnable work) {
        begin(timer(), pause, what, work);
    }

    private void begin(ScheduledExecutorService timer, Duration pause, String what, Runnable work) {
        var unused = timer.scheduleWithFixedDelay(
                () -> round(what, work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
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

    void end(@Observes Ending ending) {
        stop();
    }

    /** No round begins from here on. */
    @PreDestroy
    void stop() {
        timers.forEach(ScheduledExecutorService::shutdownNow);
    }
}
