package org.recado.platform;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/**
 * The threads of what works with the stores by itself. They are over before the application is: Payara makes a new pool,
 * which nobody closes, for a thread that asks for a connection after the first was closed.
 */
@ApplicationScoped
public class StoreThreads implements ThreadFactory {

    private static final System.Logger LOG = System.getLogger(StoreThreads.class.getName());
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    @Resource
    ManagedThreadFactory threads;

    @Override
    public Thread newThread(Runnable work) {
        return threads.newThread(() -> {
            running.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                running.remove(Thread.currentThread());
            }
        });
    }

    void end(@Observes @Priority(Ending.THREADS) Ending ending) {
        end(FAREWELL);
    }

    /** Returns when all are over, or the time is. */
    void end(Duration most) {
        var end = System.nanoTime() + most.toNanos();
        try {
            for (var thread : running) {
                thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
                if (thread.isAlive()) {
                    LOG.log(System.Logger.Level.WARNING, "still at work at the end: {0}", thread.getName());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
