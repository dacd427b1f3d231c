package org.recado.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.recado.stack.SharedStack;

/** Somebody else's program on the broker: publishes commands, hears receipts on a queue of its own, and every event. */
final class Gateway implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;
    private static final String DEAD = "recado.commands.dead";

    private final Connection connection;
    private final Channel channel;
    private final String replies;
    private final String events = "test.gateway." + UUID.randomUUID();
    private final BlockingQueue<Delivery> receipts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();

    Gateway() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(SharedStack.broker());
        connection = factory.newConnection("gateway");
        channel = connection.createChannel();
        channel.confirmSelect();
        replies = channel.queueDeclare().getQueue();
        channel.basicConsume(replies, true, (tag, d) -> receipts.add(d), tag -> {});
        channel.queueDeclare(events, true, false, false, Map.of());
        channel.queueBind(events, "recado.events", "channel.#");
        channel.queueBind(events, "recado.events", "user.#");
        channel.basicConsume(events, true, (tag, d) -> heard.add(d), tag -> {});
    }

    /** Publishes with a confirm; returns the correlation id of the receipt to come. */
    String publish(String channelId, String body) throws Exception {
        return publish("recado.commands", channelId, body.getBytes(StandardCharsets.UTF_8), properties());
    }

    String publish(String exchange, String routingKey, byte[] body, BasicProperties.Builder properties)
            throws Exception {
        var correlation = UUID.randomUUID().toString();
        channel.basicPublish(
                exchange,
                routingKey,
                true,
                properties.correlationId(correlation).replyTo(replies).build(),
                body);
        channel.waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return correlation;
    }

    static BasicProperties.Builder properties() {
        return new BasicProperties.Builder().contentType("application/json").deliveryMode(2);
    }

    /** Publishes and waits for the receipt. */
    JsonObject ask(String channelId, String body) throws Exception {
        return receipt(publish(channelId, body));
    }

    /** The receipt with this correlation id; those of others that come first are dropped. */
    JsonObject receipt(String correlation) throws Exception {
        for (var d = next(receipts); ; d = next(receipts)) {
            if (correlation.equals(d.getProperties().getCorrelationId())) {
                return json(d);
            }
        }
    }

    /** The next event of this channel; events of others that come first are dropped. */
    JsonObject eventOf(String channelId) throws Exception {
        for (var d = next(heard); ; d = next(heard)) {
            if (d.getEnvelope().getRoutingKey().matches("channel\\.\\d\\d\\." + channelId)) {
                return json(d);
            }
        }
    }

    /** The next event of this user. */
    JsonObject eventOfUser(String userId) throws Exception {
        for (var d = next(heard); ; d = next(heard)) {
            if (d.getEnvelope().getRoutingKey().matches("user\\.\\d\\d\\." + userId)) {
                return json(d);
            }
        }
    }

    /** The dead letter with this correlation id, taken out; those of others that come first are dropped. */
    Delivery deadLetter(String correlation) throws Exception {
        var dead = new LinkedBlockingQueue<Delivery>();
        var tag = channel.basicConsume(DEAD, true, (t, d) -> dead.add(d), t -> {});
        try {
            for (var d = next(dead); ; d = next(dead)) {
                if (correlation.equals(d.getProperties().getCorrelationId())) {
                    return d;
                }
            }
        } finally {
            channel.basicCancel(tag);
        }
    }

    /** How many copies of this dead letter are in the queue; they are given back. */
    int copiesOf(String deadLetterId) {
        try (var looking = connection.createChannel()) {
            var copies = 0;
            for (var d = looking.basicGet(DEAD, false); d != null; d = looking.basicGet(DEAD, false)) {
                var headers = d.getProps().getHeaders();
                if (headers != null && deadLetterId.equals(String.valueOf(headers.get("x-recado-dead-letter-id")))) {
                    copies++;
                }
            }
            return copies;
        } catch (IOException | TimeoutException e) {
            throw new IllegalStateException("the dead letters cannot be looked at", e);
        }
    }

    private static Delivery next(BlockingQueue<Delivery> queue) throws InterruptedException {
        var next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came in " + PATIENCE_SECONDS + " s");
        }
        return next;
    }

    private static JsonObject json(Delivery delivery) {
        try (var reader = Json.createReader(new ByteArrayInputStream(delivery.getBody()))) {
            return reader.readObject();
        }
    }

    @Override
    public void close() throws IOException {
        channel.queueDelete(events);
        connection.close();
    }
}
