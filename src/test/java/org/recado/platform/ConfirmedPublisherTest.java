package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConfirmedPublisherTest {

    private final List<String> left = new ArrayList<>();
    private Optional<String> failing = Optional.empty();
    private ShutdownListener lost;
    private long seq = 1;

    @Test
    void nothingOfAFlushLeavesAfterOneThatCouldNot() throws Exception {
        var flush = publisher(10, Duration.ofMinutes(1)).flush();
        failing = Optional.of("b");
        var a = flush.publish("e", "a", new BasicProperties(), new byte[0]);
        var b = flush.publish("e", "b", new BasicProperties(), new byte[0]);
        var c = flush.publish("e", "c", new BasicProperties(), new byte[0]);

        assertThat(left).containsExactly("a");
        assertThat(a).isNotDone();
        assertThat(b).isCompletedExceptionally();
        assertThat(c).isCompletedExceptionally();
    }

    @Test
    void nothingOfAFlushLeavesOnTheConnectionThatComesAfterALostOne() throws Exception {
        var publisher = publisher(10, Duration.ofMinutes(1));
        var flush = publisher.flush();
        var a = flush.publish("e", "a", new BasicProperties(), new byte[0]);
        lost.shutdownCompleted(new ShutdownSignalException(true, false, null, null));
        seq = 1;
        var b = flush.publish("e", "b", new BasicProperties(), new byte[0]);

        assertThat(left).containsExactly("a");
        assertThat(a).isCompletedExceptionally();
        assertThat(b).isCompletedExceptionally();
        var again = publisher.flush();
        assertThat(again.publish("e", "a", new BasicProperties(), new byte[0])).isNotDone();
        assertThat(again.publish("e", "b", new BasicProperties(), new byte[0])).isNotDone();
        assertThat(left).containsExactly("a", "a", "b");
    }

    @Test
    void nothingOfAFlushLeavesAfterOneThatFoundNoRoom() throws Exception {
        var publisher = publisher(1, Duration.ofMinutes(1));
        var flush = publisher.flush();
        var a = flush.publish("e", "a", new BasicProperties(), new byte[0]);
        assertThat(flush.publish("e", "b", new BasicProperties(), new byte[0])).isCompletedExceptionally();
        lost.shutdownCompleted(new ShutdownSignalException(true, false, null, null));
        assertThat(a).isCompletedExceptionally();
        assertThat(flush.publish("e", "c", new BasicProperties(), new byte[0])).isCompletedExceptionally();
        assertThat(left).containsExactly("a");
    }

    @Test
    void nothingIsSentToABrokerThatDoesNotConfirm() throws Exception {
        var publisher = publisher(10, Duration.ZERO);
        assertThat(publisher.publishMandatory("e", "a", new BasicProperties(), new byte[0]))
                .isNotDone();
        assertThat(publisher.publishMandatory("e", "b", new BasicProperties(), new byte[0]))
                .isCompletedExceptionally();
        assertThat(left).containsExactly("a");
    }

    @Test
    void whatIsPublishedForItselfGoesOnAfterAFailure() throws Exception {
        var publisher = publisher(10, Duration.ofMinutes(1));
        failing = Optional.of("a");
        assertThat(publisher.publishMandatory("e", "a", new BasicProperties(), new byte[0]))
                .isCompletedExceptionally();
        assertThat(publisher.publishMandatory("e", "b", new BasicProperties(), new byte[0]))
                .isNotDone();
        assertThat(left).containsExactly("b");
    }

    private ConfirmedPublisher publisher(int bound, Duration patience) throws Exception {
        InvocationHandler channel = (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "getNextPublishSeqNo" -> {
                    return seq;
                }
                case "basicPublish" -> publish((String) arguments[1]);
                case "addShutdownListener" -> lost = (ShutdownListener) arguments[0];
                default -> {}
            }
            return null;
        };
        return new ConfirmedPublisher(
                (Channel)
                        Proxy.newProxyInstance(Channel.class.getClassLoader(), new Class<?>[] {Channel.class}, channel),
                bound,
                patience);
    }

    private void publish(String routingKey) {
        if (failing.filter(routingKey::equals).isPresent()) {
            throw new AlreadyClosedException(new ShutdownSignalException(true, false, null, null));
        }
        left.add(routingKey);
        seq++;
    }
}
