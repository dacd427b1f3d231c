package org.recado.ops.jmx;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.recado.api.OnRecord;
import org.recado.audit.Entry;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.platform.Begun;
import org.recado.platform.Ending;
import org.recado.platform.StoreThreads;

/**
 * What a console asks for, carried out on the application's own threads: a server's JMX thread knows neither its names
 * nor its transactions. What fails is told by exceptions of Java's own, since a console has no class of ours.
 */
@ApplicationScoped
class Orders {

    /** Who it was, in the record and beside a pause; the server knows whom it let in, and does not say. */
    static final UserId BY = new UserId("jmx");

    private static final System.Logger LOG = System.getLogger(Orders.class.getName());
    private static final int AT_ONCE = 3;

    @Inject
    StoreThreads threads;

    @Inject
    OnRecord onRecord;

    private ExecutorService executor;

    void begin(@Observes Begun begun) {}

    // all threads are made by the one that starts the application: on Payara a thread has the context of the one that
    // made
    // it, and a bean that is first used without gets no EntityManager, for good
    @PostConstruct
    void start() {
        var pool = new ThreadPoolExecutor(AT_ONCE, AT_ONCE, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.prestartAllCoreThreads();
        executor = pool;
    }

    void end(@Observes Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        executor.shutdownNow();
    }

    /** Does it and writes down how it ended, with what there is to say of the result. */
    <T> T doing(Entry entry, Supplier<T> work, OnRecord.Detail<T> detail) {
        return ask(() -> onRecord.doing(entry.by(BY), work, detail));
    }

    /** Does it and writes down how it ended. */
    void doing(Entry entry, Runnable work) {
        doing(entry, () -> done(work), (said, done) -> said);
    }

    /** Does it without a word, for what changes nothing. */
    void run(Runnable work) {
        ask(() -> done(work));
    }

    private static boolean done(Runnable work) {
        work.run();
        return true;
    }

    /** Answers what changes nothing. */
    <T> T ask(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, executor).join();
        } catch (CompletionException e) {
            throw told(e.getCause());
        }
    }

    private static RuntimeException told(Throwable why) {
        if (why instanceof Refused refused) {
            return refused.reason() == Reason.MALFORMED
                    ? new IllegalArgumentException(refused.detail())
                    : new IllegalStateException(refused.reason().wire() + ": " + refused.detail());
        }
        LOG.log(System.Logger.Level.WARNING, "what a JMX console asked for failed: {0}", why.toString());
        LOG.log(System.Logger.Level.DEBUG, "how it failed", why);
        return new IllegalStateException(
                Reason.UNAVAILABLE.wire() + ": " + why.getClass().getSimpleName());
    }
}
