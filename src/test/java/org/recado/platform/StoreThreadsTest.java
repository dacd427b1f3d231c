package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class StoreThreadsTest {

    private final StoreThreads threads = Outside.storeThreads();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @Test
    void endReturnsWhenTheLastIsOver() throws InterruptedException {
        var working = threads.newThread(this::work);
        working.start();
        begun.await();
        var ending = Executors.newSingleThreadExecutor();
        var ended = ending.submit(() -> threads.end(Duration.ofMinutes(1)));
        assertThat(ended).isNotDone();
        gate.countDown();
        assertThat(ended).succeedsWithin(Duration.ofSeconds(30));
        assertThat(working.isAlive()).isFalse();
        ending.shutdown();
    }

    @Test
    void endDoesNotWaitForEver() throws InterruptedException {
        var working = threads.newThread(this::work);
        working.start();
        begun.await();
        threads.end(Duration.ofMillis(20));
        assertThat(working.isAlive()).isTrue();
        gate.countDown();
        working.join();
    }

    private void work() {
        begun.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
