package org.recado.socket;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Ending;
import org.recado.platform.StoreThreads;

/**
 * The threads that do what clients ask. They are few, so that a herd of clients waits here and not in the pool of
 * database connections; the server's own executors have no such bound.
 */
@ApplicationScoped
class Workers implements Executor {

    private static final long KEEP_ALIVE_SECONDS = 30;

    @Inject
    @ConfigProperty(name = "recado.socket.workers")
    int workers;

    @Inject
    StoreThreads threads;

    private ThreadPoolExecutor pool;

    @PostConstruct
    void start() {
        // at the end the clients have left, and what a cache would tidy up is nobody's
        pool = new ThreadPoolExecutor(
                workers,
                workers,
                KEEP_ALIVE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                threads,
                new ThreadPoolExecutor.DiscardPolicy());
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(work);
    }

    void end(@Observes Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        pool.shutdownNow();
    }
}
