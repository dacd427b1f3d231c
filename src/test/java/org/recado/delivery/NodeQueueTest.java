package org.recado.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.command.Reason;
import org.recado.command.Receipt;
import org.recado.command.ReceiptCodec;
import org.recado.command.Receipts;
import org.recado.command.Refused;
import org.recado.event.Event;
import org.recado.event.EventCodec;
import org.recado.event.Shard;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Amqp;
import org.recado.platform.Begun;
import org.recado.platform.Meters;
import org.recado.platform.Outside;
import org.recado.platform.Topology;
import org.recado.platform.trace.Tracing;
import org.recado.socket.Connections;
import org.recado.socket.Correlation;
import org.recado.socket.TopicName;
import org.recado.stack.SharedStack;

/** This node's own queue on a real broker, with the wire cut. */
class NodeQueueTest {

    private static final long PATIENCE_SECONDS = 20;
    private static final UserId ANA = new UserId("ana");

    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final ShardBindings bindings = new ShardBindings();
    private final EventConsumer consumer = new EventConsumer();
    private Relay relay;
    private Amqp amqp;
    private com.rabbitmq.client.Connection others;
    private Channel publisher;

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() throws Exception {
        var uri = SharedStack.broker();
        relay = new Relay(URI.create(uri));
        amqp = Outside.amqp(relay.uri());
        bindings.amqp = amqp;
        bindings.topology = Outside.TOPOLOGY;
        consumer.amqp = amqp;
        consumer.topology = Outside.TOPOLOGY;
        consumer.node = Outside.NODE;
        consumer.bindings = bindings;
        consumer.meters = new Meters();
        consumer.tracing = new Tracing();
        consumer.threads = Outside.storeThreads();
        consumer.receipts = new Receipts() {
            @Override
            public void arrived(String correlation, Receipt receipt) {
                heard.add("receipt " + correlation);
            }
        };
        consumer.connections = new Connections() {
            @Override
            public void acknowledge(Correlation correlation, Receipt receipt) {
                heard.add("ack " + correlation);
            }
        };
        consumer.delivery = new Delivery() {
            @Override
            synchronized void deliver(Event event) {
                heard.add("event " + (event instanceof Event.ChannelAdded added ? added.user() : event.type()));
            }

            @Override
            synchronized void catchUp() {
                heard.add("catch up");
            }
        };
        consumer.answers = new NodeAnswers() {
            @Override
            void answer(com.rabbitmq.client.Delivery asked) {
                heard.add("asked by " + asked.getProperties().getReplyTo());
            }
        };
        consumer.start(new Begun());
        var factory = new ConnectionFactory();
        factory.setUri(uri);
        others = factory.newConnection("others");
        publisher = others.createChannel();
        assertThat(next()).isEqualTo("catch up");
    }

    @AfterEach
    void stop() throws Exception {
        consumer.stop();
        Outside.stop(amqp);
        others.close();
        relay.close();
    }

    @Test
    void onlyTheShardsThatAreFollowedAreHeard() throws Exception {
        follow(TopicName.of(ANA));
        tell(new UserId("bruno"));
        tell(ANA);
        assertThat(next()).isEqualTo("event ana");

        bindings.follow(TopicName.of(ANA));
        bindings.unfollow(TopicName.of(ANA));
        tell(ANA);
        assertThat(next()).isEqualTo("event ana");

        bindings.unfollow(TopicName.of(ANA));
        tell(ANA);
        bindings.follow(TopicName.of(new UserId("bruno")));
        tell(new UserId("bruno"));
        assertThat(next()).isEqualTo("event bruno");
    }

    @Test
    void whatPassesInAChannelIsHeardAsLongAsItIsFollowed() throws Exception {
        var general = new ChannelId("general");
        var typing = EventCodec.encode(new Event.MemberTyping(general, ANA, Instant.parse("2026-01-01T00:00:00Z")));
        follow(TopicName.of(general));
        publish("passing.10.general", typing);
        assertThat(next()).isEqualTo("event member.typing");

        bindings.unfollow(TopicName.of(general));
        bindings.follow(TopicName.of(ANA));
        publish("passing.10.general", typing);
        tell(ANA);
        assertThat(next()).isEqualTo("event ana");
    }

    @Test
    void receiptsGoToWhoTheirCorrelationNames() throws Exception {
        follow(TopicName.of(ANA));
        answer("r:1");
        answer("s:c:7:room:with:colons");
        assertThat(next()).isEqualTo("receipt r:1");
        assertThat(next()).isEqualTo("ack s:c:7:room:with:colons");
    }

    @Test
    void whatAllNodesAreAskedIsHeardWhateverIsFollowedAndAfterTheWireWasCut() throws Exception {
        askAll();
        assertThat(next()).isEqualTo("asked by someone");

        relay.cut();
        assertThat(next()).isEqualTo("catch up");
        askAll();
        assertThat(nextBesidesCatchingUp()).isEqualTo("asked by someone");
    }

    private void askAll() throws IOException {
        publisher.basicPublish(
                Topology.EVENTS,
                Topology.ALL_NODES,
                new BasicProperties.Builder().replyTo("someone").build(),
                new byte[0]);
    }

    @Test
    void whatCannotBeReadStopsNothing() throws Exception {
        follow(TopicName.of(ANA));
        publish(ANA, "{\"type\":\"of.a.later.version\"}".getBytes(StandardCharsets.UTF_8));
        publish(ANA, new byte[] {1, 2, 3});
        tell(ANA);
        assertThat(next()).isEqualTo("event ana");
    }

    @Test
    void queueThatTheBrokerStillHoldsForALostConnectionIsHadInTheEnd() throws Exception {
        follow(TopicName.of(ANA));
        var rival = holdsTheQueueWhenTheWireIsCut();
        assertThat(heard.poll(2, TimeUnit.SECONDS))
                .as("nothing while it is held")
                .isNull();
        rival.close();

        assertThat(next()).isEqualTo("catch up");
        tell(ANA);
        assertThat(nextBesidesCatchingUp()).isEqualTo("event ana");
    }

    // takes the queue between the loss of the connection and its recovery, which begins a second later
    private com.rabbitmq.client.Connection holdsTheQueueWhenTheWireIsCut() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(SharedStack.broker());
        var rival = factory.newConnection("rival");
        relay.cut();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                rival.createChannel().queueDeclare(Outside.TOPOLOGY.nodeQueue(), false, true, true, Map.of());
                return rival;
            } catch (IOException e) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    @Test
    void queueIsBackAfterTheWireWasCutAndTheNodeCatchesUp() throws Exception {
        follow(TopicName.of(ANA));
        tell(ANA);
        assertThat(next()).isEqualTo("event ana");

        relay.cut();
        assertThat(next()).isEqualTo("catch up");
        tell(ANA);
        assertThat(nextBesidesCatchingUp()).isEqualTo("event ana");
        follow(TopicName.of(new UserId("bruno")));
        tell(new UserId("bruno"));
        assertThat(nextBesidesCatchingUp()).isEqualTo("event bruno");
        answer("r:2");
        assertThat(nextBesidesCatchingUp()).isEqualTo("receipt r:2");
    }

    // the queue comes with the connection, which is made in the background
    private void follow(TopicName topic) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            try {
                bindings.follow(topic);
                return;
            } catch (Refused e) {
                assertThat(System.nanoTime()).as(e.detail()).isLessThan(deadline);
                Thread.sleep(20);
            }
        }
    }

    private void tell(UserId user) throws Exception {
        publish(user, EventCodec.encode(new Event.ChannelAdded(user, new ChannelId("1"))));
    }

    private void publish(UserId user, byte[] body) throws Exception {
        publish("user." + Shard.of(user.value()) + "." + user, body);
    }

    private void publish(String key, byte[] body) throws Exception {
        publisher.basicPublish(Topology.EVENTS, key, new BasicProperties(), body);
    }

    private void answer(String correlation) throws Exception {
        var receipt = new Receipt.Rejected(Optional.empty(), Optional.empty(), Reason.NOT_A_MEMBER, "");
        publisher.basicPublish(
                "",
                Outside.TOPOLOGY.nodeQueue(),
                new BasicProperties.Builder().correlationId(correlation).build(),
                ReceiptCodec.encode(receipt));
    }

    // a recovery may be told more than once, and each catches up: what clients have already is not told them again
    private String nextBesidesCatchingUp() throws InterruptedException {
        var next = next();
        while (next.equals("catch up")) {
            next = next();
        }
        return next;
    }

    private String next() throws InterruptedException {
        return Optional.ofNullable(heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing came in " + PATIENCE_SECONDS + " s"));
    }
}
