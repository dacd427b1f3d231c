package org.recado.posting;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import java.time.Instant;
import java.util.Optional;
import org.recado.platform.LogFields;

/**
 * One message of the commands' queue, as it came.
 *
 * @param taken when we took it; the same each time it is tried in place
 * @param at when the broker took it, where RabbitMQ is told to say so ({@code timestamp_in_ms}), else when we took it
 */
record Arrival(String routingKey, BasicProperties properties, byte[] body, Instant taken, Instant at) {

    static Arrival of(Delivery delivery, Instant taken) {
        return of(delivery.getEnvelope().getRoutingKey(), delivery.getProperties(), delivery.getBody(), taken);
    }

    static Arrival of(String routingKey, BasicProperties properties, byte[] body, Instant taken) {
        var headers = properties.getHeaders();
        var at = headers != null && headers.get("timestamp_in_ms") instanceof Number ms
                ? Instant.ofEpochMilli(ms.longValue())
                : taken;
        return new Arrival(routingKey, properties, body, taken, at);
    }

    /** What is logged of it meanwhile says which it is. */
    LogFields fields(Optional<String> channel) {
        return LogFields.of(LogFields.traceparent(properties), channel, messageId());
    }

    Optional<String> messageId() {
        return Optional.ofNullable(properties.getMessageId()).filter(id -> !id.isEmpty());
    }

    /** The broker's user who published it, where they said so; the broker has checked it. */
    Optional<String> publisher() {
        return Optional.ofNullable(properties.getUserId());
    }

    Optional<String> replyTo() {
        return Optional.ofNullable(properties.getReplyTo()).filter(queue -> !queue.isEmpty());
    }
}
