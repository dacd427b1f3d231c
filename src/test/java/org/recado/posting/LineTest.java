package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.recado.platform.Outside;

class LineTest {

    private final Patience patience = new Patience();
    private final Map<Decided, List<Arrival>> batches = Collections.synchronizedMap(new IdentityHashMap<>());
    private final List<Arrival> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Arrival> givenUp = new ArrayList<>();
    private final CountDownLatch acked = new CountDownLatch(1);
    private int calls;
    private Line line;

    @AfterEach
    void stop() {
        patience.stop();
        line.stop();
    }

    @Test
    void theOneCommandToBlameIsGivenUpAndTheRestGoesThroughInOrder() throws Exception {
        var batch = batch(10);
        line(b -> {
            if (b.contains(batch.get(6))) {
                throw new IllegalStateException("a bug");
            }
        });
        carry(batch);

        assertThat(givenUp).containsExactly(batch.get(6));
        assertThat(told).containsExactlyElementsOf(batch);
    }

    @Test
    void aStoreThatComesBackLosesNothing() throws Exception {
        var batch = batch(10);
        line(b -> {
            if (++calls < 4) {
                throw new UncheckedIOException(new IOException("the broker is not connected"));
            }
        });
        carry(batch);

        assertThat(givenUp).isEmpty();
        assertThat(told).containsExactlyElementsOf(batch);
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void batchesAreToldInTheOrderTheyCame() throws Exception {
        var batch = batch(200);
        line(b -> {});
        for (var arrival : batch.subList(0, 199)) {
            line.carry(List.of(arrival), () -> {});
        }
        carry(batch.subList(199, 200));

        assertThat(told).containsExactlyElementsOf(batch);
    }

    @Test
    void whatIsCommittedGoesOnWhateverFails() throws Exception {
        var batch = batch(3);
        line = new Line(
                new Scripted(b -> {}) {
                    @Override
                    void keep(Decided decided) {
                        if (++calls < 3) {
                            throw new IllegalStateException("a bug");
                        }
                    }
                },
                patience,
                new Outside.Threads());
        carry(batch);

        assertThat(told).containsExactlyElementsOf(batch);
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void nothingIsGivenUpByANodeThatIsStopped() {
        line(b -> {
            throw new IllegalStateException("the entity manager factory is closed");
        });
        patience.stop();

        assertThatThrownBy(() -> line.carry(batch(1), () -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(givenUp).isEmpty();
    }

    private void line(Consumer<List<Arrival>> failure) {
        line = new Line(new Scripted(failure), patience, new Outside.Threads());
    }

    private void carry(List<Arrival> batch) throws InterruptedException {
        line.carry(batch, acked::countDown);
        assertThat(acked.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Tells what it is given; fails where it is told to. */
    private class Scripted extends Posting {

        private final Consumer<List<Arrival>> failure;

        Scripted(Consumer<List<Arrival>> failure) {
            this.failure = failure;
        }

        @Override
        Decided decide(List<Arrival> batch) {
            failure.accept(batch);
            return decided(batch);
        }

        @Override
        Decided giveUp(Arrival arrival, RuntimeException cause) {
            givenUp.add(arrival);
            return decided(List.of(arrival));
        }

        private Decided decided(List<Arrival> batch) {
            var decided = new Decided(new Answers(), Map.of(), List.of());
            batches.put(decided, batch);
            return decided;
        }

        @Override
        void keep(Decided decided) {}

        @Override
        void tell(Decided decided) {
            told.addAll(batches.get(decided));
        }
    }

    private static List<Arrival> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Arrival.of(
                        "k", new BasicProperties.Builder().messageId("m" + i).build(), new byte[0], Instant.EPOCH))
                .toList();
    }
}
