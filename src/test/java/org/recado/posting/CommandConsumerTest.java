package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CommandConsumerTest {

    private final List<Arrival> posted = new ArrayList<>();
    private final List<Arrival> givenUp = new ArrayList<>();
    private int calls;

    @Test
    void theOneCommandToBlameIsGivenUpAndTheRestGoesThroughInOrder() {
        var batch = batch(10);
        var consumer = consumer(b -> {
            if (b.contains(batch.get(6))) {
                throw new IllegalStateException("a bug");
            }
        });
        consumer.carry(batch);

        assertThat(givenUp).containsExactly(batch.get(6));
        var rest = new ArrayList<>(batch);
        rest.remove(6);
        assertThat(posted).containsExactlyElementsOf(rest);
    }

    @Test
    void aStoreThatComesBackLosesNothing() {
        var batch = batch(10);
        var consumer = consumer(b -> {
            if (++calls < 4) {
                throw new UncheckedIOException(new IOException("the broker is not connected"));
            }
        });
        consumer.carry(batch);

        assertThat(givenUp).isEmpty();
        assertThat(posted).containsExactlyElementsOf(batch);
        assertThat(calls).isEqualTo(4);
    }

    @Test
    void nothingIsGivenUpByAConsumerThatIsStopped() {
        var batch = batch(1);
        var consumer = consumer(b -> {
            throw new IllegalStateException("the entity manager factory is closed");
        });
        consumer.stop();

        assertThatThrownBy(() -> consumer.carry(batch)).isInstanceOf(IllegalStateException.class);
        assertThat(givenUp).isEmpty();
    }

    private CommandConsumer consumer(Consumer<List<Arrival>> failure) {
        var consumer = new CommandConsumer();
        consumer.posting = new Posting() {
            @Override
            void post(List<Arrival> batch) {
                failure.accept(batch);
                posted.addAll(batch);
            }

            @Override
            void giveUp(Arrival arrival, RuntimeException cause) {
                givenUp.add(arrival);
            }
        };
        consumer.prepare();
        return consumer;
    }

    private static List<Arrival> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(i -> Arrival.of(
                        new BasicProperties.Builder().messageId("m" + i).build(), new byte[0], Instant.EPOCH))
                .toList();
    }
}
