package org.recado.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.recado.event.Event.MemberTyping;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Amqp;
import org.recado.platform.Meters;
import org.recado.platform.Outside;
import org.recado.platform.Topology;

class PassingPublisherTest {

    private static final long PATIENCE_SECONDS = 20;
    private static final MemberTyping TYPING =
            new MemberTyping(new ChannelId("general"), new UserId("ana"), Instant.parse("2026-01-01T00:00:00Z"));

    private final Meters meters = new Meters();
    private Amqp amqp;

    @AfterEach
    void disconnect() {
        Outside.stop(amqp);
    }

    @Test
    void whatPassesComesThroughTheBrokerAndIsKeptNowhere() throws Exception {
        amqp = Outside.amqp();
        var publisher = publisher();
        var connected = new LinkedBlockingQueue<com.rabbitmq.client.Connection>();
        amqp.whenConnected(Amqp.Use.CONSUME, connected::add);
        var channel = connected.poll(PATIENCE_SECONDS, TimeUnit.SECONDS).createChannel();
        Outside.TOPOLOGY.declareExchanges(channel);
        var queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, Topology.EVENTS, "passing.10.#");
        BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();
        channel.basicConsume(queue, true, (tag, d) -> heard.add(d), tag -> {});

        var delivery = heardOf(publisher, heard);
        assertThat(EventCodec.decode(delivery.getBody())).isEqualTo(TYPING);
        assertThat(delivery.getProperties().getDeliveryMode()).isEqualTo(1);
        publisher.stop();
    }

    // the connection to publish by may come a moment after the one to consume by; until then nothing is sent
    private static Delivery heardOf(PassingPublisher publisher, BlockingQueue<Delivery> heard) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (System.nanoTime() < deadline) {
            publisher.offer(TYPING);
            var delivery = heard.poll(200, TimeUnit.MILLISECONDS);
            if (delivery != null) {
                return delivery;
            }
        }
        throw new AssertionError("nothing came");
    }

    @Test
    void whatCannotBeSentIsDroppedAndNobodyWaits() throws Exception {
        amqp = Outside.amqp("amqp://127.0.0.1:1/");
        var publisher = publisher();
        var start = System.nanoTime();
        IntStream.range(0, 50_000).forEach(i -> publisher.offer(TYPING));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(PATIENCE_SECONDS));
        var deadline = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
        while (dropped() < 50_000) {
            assertThat(System.nanoTime()).as("%s are dropped", dropped()).isLessThan(deadline);
            Thread.sleep(20);
        }
        publisher.stop();
    }

    private double dropped() {
        return meters.registry().find("recado.passing.dropped").counters().stream()
                .mapToDouble(c -> c.count())
                .sum();
    }

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    private PassingPublisher publisher() {
        var publisher = new PassingPublisher();
        publisher.amqp = amqp;
        publisher.topology = Outside.TOPOLOGY;
        publisher.meters = meters;
        publisher.threads = Outside.storeThreads();
        publisher.start();
        return publisher;
    }
}
