package org.recado.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.recado.stack.SharedStack;

/** Publishes without waiting for each confirm, and remembers every receipt and every event of a channel as often as it comes. */
final class Witness implements AutoCloseable {

    private static final long CONFIRM_MS = 30_000;
    private static final RetryPolicy<Boolean> UNTIL_TRUE = RetryPolicy.<Boolean>builder()
            .handleResult(false)
            .withDelay(Duration.ofMillis(50))
            .withMaxRetries(-1)
            .withMaxDuration(Duration.ofSeconds(60))
            .build();

    private final Connection connection;
    private final Channel publishing;
    private final Channel listening;
    private final String replies = "test.witness.replies." + UUID.randomUUID();
    private final String events = "test.witness.events." + UUID.randomUUID();
    private final Map<String, List<JsonObject>> receipts = new HashMap<>();
    private final Map<String, List<JsonObject>> heard = new HashMap<>();

    Witness() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(SharedStack.broker());
        connection = factory.newConnection("witness");
        publishing = connection.createChannel();
        publishing.confirmSelect();
        listening = connection.createChannel();
        listening.queueDeclare(replies, true, false, false, Map.of());
        listening.queueDeclare(events, true, false, false, Map.of());
        listening.queueBind(events, "recado.events", "channel.#");
        listening.basicConsume(
                replies, true, (tag, d) -> keep(receipts, d.getProperties().getCorrelationId(), d), tag -> {});
        listening.basicConsume(
                events,
                true,
                (tag, d) -> keep(heard, d.getEnvelope().getRoutingKey().split("\\.", 3)[2], d),
                tag -> {});
    }

    private static void keep(Map<String, List<JsonObject>> kept, String name, Delivery delivery) {
        try (var reader = Json.createReader(new ByteArrayInputStream(delivery.getBody()))) {
            var object = reader.readObject();
            synchronized (kept) {
                kept.computeIfAbsent(name, n -> new ArrayList<>()).add(object);
            }
        }
    }

    private static List<JsonObject> kept(Map<String, List<JsonObject>> kept, String name) {
        synchronized (kept) {
            return List.copyOf(kept.getOrDefault(name, List.of()));
        }
    }

    /** Returns when the broker has confirmed all of them: they are accepted. */
    void publish(Collection<Script.Line> lines) throws Exception {
        for (var line : lines) {
            var properties = new BasicProperties.Builder()
                    .contentType("application/json")
                    .deliveryMode(2)
                    .correlationId(line.correlation())
                    .replyTo(replies)
                    .build();
            publishing.basicPublish(
                    "recado.commands",
                    line.channel(),
                    true,
                    properties,
                    line.body().getBytes(StandardCharsets.UTF_8));
        }
        publishing.waitForConfirmsOrDie(CONFIRM_MS);
    }

    /** Every receipt of this command so far. */
    List<JsonObject> receipts(Script.Line line) {
        return kept(receipts, line.correlation());
    }

    /** Every event of the channel so far, as they came. */
    List<JsonObject> heard(String channel) {
        return kept(heard, channel);
    }

    /** Forgets the receipts, so that those of the same commands again can be told from them. */
    void forgetReceipts() {
        synchronized (receipts) {
            receipts.clear();
        }
    }

    /** Waits until each of these commands is answered and its event is heard. */
    void awaitAnswers(Collection<Script.Line> lines) {
        until(
                "an answer to each command",
                () -> lines.stream().noneMatch(line -> receipts(line).isEmpty()));
        until(
                "an event of each command",
                () -> lines.stream()
                        .noneMatch(line ->
                                heard(line.channel()).stream().noneMatch(event -> event.getInt("seq") == line.seq())));
    }

    private static void until(String what, BooleanSupplier condition) {
        if (!Failsafe.with(UNTIL_TRUE).get(condition::getAsBoolean)) {
            throw new AssertionError("did not come: " + what);
        }
    }

    @Override
    public void close() throws IOException {
        listening.queueDelete(events);
        listening.queueDelete(replies);
        connection.close();
    }
}
