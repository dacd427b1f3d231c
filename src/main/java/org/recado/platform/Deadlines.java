package org.recado.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends what takes too long, and does what is due, by a timer that ends with the application. Others go on after it:
 * {@link CompletableFuture#orTimeout} has the JVM's one timer, whose thread keeps the class loader of whoever uses it first;
 * so do the threads of a server's scheduled executor, and its queue keeps what was cancelled until its time has come.
 */
@ApplicationScoped
public class Deadlines {

    @Resource
    ManagedThreadFactory threads;

    private ScheduledThreadPoolExecutor timer;

    @PostConstruct
    void start() {
        start(threads);
    }

    void start(ThreadFactory factory) {
        timer = new ScheduledThreadPoolExecutor(1, factory);
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Does what takes no time once, after this long.
     *
     * @throws RejectedExecutionException while the node stops
     */
    public Future<?> after(Duration pause, Runnable work) {
        return timer.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The same future; it fails with {@link TimeoutException} where it is not done in time, and at once while the node stops. */
    public <T> CompletableFuture<T> within(Duration atMost, CompletableFuture<T> future) {
        return end(atMost, future, () -> future.completeExceptionally(new TimeoutException()));
    }

    /** The same future; it is this value where it is not done in time. */
    public <T> CompletableFuture<T> within(Duration atMost, CompletableFuture<T> future, T tooLate) {
        return end(atMost, future, () -> future.complete(tooLate));
    }

    private <T> CompletableFuture<T> end(Duration atMost, CompletableFuture<T> future, Runnable end) {
        if (future.isDone()) {
            return future;
        }
        try {
            var waiting = after(atMost, end);
            var unused = future.whenComplete((done, failure) -> waiting.cancel(false));
        } catch (RejectedExecutionException e) {
            future.completeExceptionally(e);
        }
        return future;
    }

    int waiting() {
        return timer.getQueue().size();
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
    }
}
