package org.recado.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.platform.Amqp;
import org.recado.platform.Nodes;
import org.recado.platform.Outside;
import org.recado.platform.Topology;
import org.recado.socket.Inquiry;
import org.recado.stack.SharedStack;

/** Every edge node is asked, on a real broker. */
class EdgeNodesTest {

    private static final Inquiry ANAS = new Inquiry(new UserId("ana"), Optional.empty(), false);

    private final AtomicReference<List<Nodes.Peer>> up = new AtomicReference<>(List.of());
    private final EdgeNodes nodes = new EdgeNodes();
    private com.rabbitmq.client.Connection others;

    @BeforeEach
    void start() throws Exception {
        nodes.amqp = Outside.amqp();
        nodes.nodes = new Nodes() {
            @Override
            public List<Peer> up() {
                return up.get();
            }
        };
        var factory = new ConnectionFactory();
        factory.setUri(SharedStack.broker());
        others = factory.newConnection("others");
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (nodes.amqp.open(Amqp.Use.CONSUME).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    @AfterEach
    void stop() throws Exception {
        Outside.stop(nodes.amqp);
        others.close();
    }

    @Test
    void allEdgesThatAnswerAreHeardWithoutWaitingForMore() throws Exception {
        up.set(List.of(edge("a"), edge("b"), new Nodes.Peer("c", List.of("core"))));
        answering("{\"node\":\"a\",\"count\":2,\"connections\":[]}");
        answering("{\"node\":\"b\",\"count\":1,\"connections\":[]}");

        var began = System.nanoTime();
        var said = nodes.ask(ANAS);

        assertThat(said.count()).isEqualTo(3);
        assertThat(said.silent()).isEmpty();
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(900);
    }

    @Test
    void whoDoesNotAnswerWithinASecondIsNamed() throws Exception {
        up.set(List.of(edge("a"), edge("frozen"), edge("later")));
        answering("{\"node\":\"a\",\"count\":2,\"connections\":[]}");
        answering("{\"node\":\"later\",\"count\":1,\"of\":\"a later release\"}");

        var began = System.nanoTime();
        var said = nodes.ask(ANAS);

        assertThat(said.count()).isEqualTo(2);
        assertThat(said.silent()).containsExactly("frozen", "later");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isBetween(900L, 3_000L);
    }

    @Test
    void withoutABrokerItIsUnavailableAtOnce() {
        Outside.stop(nodes.amqp);

        assertThatThrownBy(() -> nodes.ask(ANAS))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason()).isEqualTo(Reason.UNAVAILABLE));
    }

    private static Nodes.Peer edge(String name) {
        return new Nodes.Peer(name, List.of("edge"));
    }

    private void answering(String answer) throws Exception {
        Channel channel = others.createChannel();
        channel.exchangeDeclare(Topology.EVENTS, "topic", true);
        var queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.EVENTS, Topology.ALL_NODES);
        channel.basicConsume(
                queue,
                true,
                (tag, asked) -> channel.basicPublish(
                        "",
                        asked.getProperties().getReplyTo(),
                        new BasicProperties(),
                        answer.getBytes(StandardCharsets.UTF_8)),
                tag -> {});
    }
}
