package org.recado.posting;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.channel.Kind;
import org.recado.channel.Role;
import org.recado.command.Receipt;
import org.recado.command.ReceiptCodec;
import org.recado.event.Event;
import org.recado.event.EventCodec;
import org.recado.event.Publishers;
import org.recado.id.ChannelId;
import org.recado.platform.Amqp;
import org.recado.platform.Outside;
import org.recado.platform.Ready;
import org.recado.platform.Topology;

/** The road as other people's programs use it: plain JSON into the broker, events and receipts out of it. */
class CommandsByAnyClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ChannelId channel = new ChannelId("seed-" + UUID.randomUUID());
    private final Amqp amqp = Outside.amqp();
    private final CommandConsumer consumer = new CommandConsumer();
    private Channel broker;

    @BeforeEach
    void start() throws Exception {
        consumer.amqp = amqp;
        consumer.topology = Outside.TOPOLOGY;
        consumer.node = Outside.NODE;
        consumer.threads = Outside.storeThreads();
        consumer.batchSize = 256;
        consumer.posting = Core.posting(Publishers.on(amqp));
        consumer.batchBytes = 1 << 20;
        consumer.nodes = Outside.nodes();
        consumer.layout = Core.layout();
        consumer.pauses = new Pauses() {
            @Override
            Set<Integer> partitions() {
                return Set.of();
            }
        };
        Core.persons("123");
        Core.channel(channel, Kind.PRIVATE, Map.of("123", Role.MEMBER));
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (amqp.open(Amqp.Use.PUBLISH).isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
        broker = amqp.channel(Amqp.Use.PUBLISH);
        Outside.TOPOLOGY.declare(broker);
        broker.queuePurge(Topology.partition(0));
        consumer.start(new Ready());
    }

    @AfterEach
    void stop() {
        consumer.stop();
        Outside.stop(amqp);
    }

    @Test
    void thePlainestJsonIsStoredToldAndAnswered() throws Exception {
        var events = broker.queueDeclare("", false, true, true, null).getQueue();
        broker.queueBind(events, Topology.EVENTS, "channel.#");
        var replies = broker.queueDeclare("", false, true, true, null).getQueue();
        var properties = new BasicProperties.Builder()
                .replyTo(replies)
                .correlationId("mine")
                .build();
        var body = """
                {"sender_id":"123","channel_id":"%s","message":"Olá, mundo!","timestamp":"2025-01-03T12:00:00Z"}""".formatted(channel).getBytes(StandardCharsets.UTF_8);
        broker.basicPublish(Topology.COMMANDS, channel.value(), properties, body);
        broker.basicPublish("", "recado.commands.0", properties, body);

        assertThat(EventCodec.decode(next(events).getBody())).isInstanceOfSatisfying(Event.MessageCreated.class, e -> {
            assertThat(e.channel()).isEqualTo(channel);
            assertThat(e.text()).isEqualTo("Olá, mundo!");
            assertThat(e.seq()).isEqualTo(1);
        });
        var first = next(replies);
        assertThat(first.getProps().getCorrelationId()).isEqualTo("mine");
        assertThat(ReceiptCodec.decode(first.getBody()))
                .isInstanceOfSatisfying(
                        Receipt.Stored.class, r -> assertThat(r.seq()).isEqualTo(1));
        assertThat(next(replies).getBody()).as("sent twice, stored once").isEqualTo(first.getBody());
        assertThat(Core.lastSeq(channel)).isEqualTo(1);
    }

    private GetResponse next(String queue) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var response = broker.basicGet(queue, true);
            if (response != null) {
                return response;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("nothing came to " + queue);
    }
}
