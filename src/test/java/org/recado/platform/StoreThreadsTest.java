package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
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
        var ending = new Thread(() -> threads.end(Duration.ofMinutes(1)));
        ending.start();
        while (ending.isAlive() && ending.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        assertThat(ending.isAlive()).isTrue();
        gate.countDown();
        ending.join(Duration.ofSeconds(30).toMillis());
        assertThat(ending.isAlive()).isFalse();
        assertThat(working.isAlive()).isFalse();
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
