package org.recado.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Ends what takes too long, by a timer that ends with the application. {@link CompletableFuture#orTimeout} has the JVM's
 * one timer, whose thread keeps the class loaders of whoever uses it first for ever: of an application that is gone.
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

    /** The same future; it fails with {@link TimeoutException} where it is not done in time, and at once while the node stops. */
    public <T> CompletableFuture<T> within(Duration atMost, CompletableFuture<T> future) {
        return after(atMost, future, () -> future.completeExceptionally(new TimeoutException()));
    }

    /** The same future; it is this value where it is not done in time. */
    public <T> CompletableFuture<T> within(Duration atMost, CompletableFuture<T> future, T tooLate) {
        return after(atMost, future, () -> future.complete(tooLate));
    }

    private <T> CompletableFuture<T> after(Duration atMost, CompletableFuture<T> future, Runnable end) {
        if (future.isDone()) {
            return future;
        }
        try {
            var waiting = timer.schedule(end, atMost.toNanos(), TimeUnit.NANOSECONDS);
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
