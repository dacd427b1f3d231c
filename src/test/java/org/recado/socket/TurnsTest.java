package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    @Test
    void workIsDoneInOrderAndNeverTwoAtOnce() throws InterruptedException {
        var pool = Executors.newFixedThreadPool(4);
        var turns = new Turns(pool, Integer.MAX_VALUE);
        List<Integer> done = new ArrayList<>();

        IntStream.range(0, 10_000).forEach(i -> turns.add(() -> done.add(i)));
        pool.shutdown();

        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(done)
                .containsExactlyElementsOf(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void clientThatSendsFasterThanItsWorkIsDoneIsRefused() {
        List<Runnable> later = new ArrayList<>();
        var turns = new Turns(later::add, 10);

        assertThat(turns.offer(11, () -> {})).isTrue();
        assertThat(turns.offer(1, () -> {})).isFalse();
        later.forEach(Runnable::run);
        assertThat(turns.offer(1, () -> {})).isTrue();
    }

    @Test
    void workThatThrowsDoesNotKeepTheNextFromBeingDone() {
        List<Runnable> later = new ArrayList<>();
        List<String> done = new ArrayList<>();
        var turns = new Turns(later::add, 10);
        turns.add(() -> {
            throw new IllegalStateException("broken");
        });
        turns.add(() -> done.add("next"));

        assertThatThrownBy(() -> later.remove(0).run()).hasMessage("broken");
        later.remove(0).run();

        assertThat(done).containsExactly("next");
    }
}
