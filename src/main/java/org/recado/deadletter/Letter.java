package org.recado.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.recado.command.Refused;

/**
 * A command's letter on its way to the dead ones, as it came, and why it cannot be carried out.
 *
 * @param properties without the {@code x-recado-} headers, which are ours and not the sender's
 * @param taken when the core took it from its queue: a batch that is tried again in place brings the same instant again
 */
public record Letter(String routingKey, BasicProperties properties, byte[] body, Refused why, Instant taken) {

    /** On the copy in {@code recado.commands.dead}: the id to ask the operators' calls for. */
    public static final String ID_HEADER = "x-recado-dead-letter-id";

    private static final String OURS = "x-recado-";

    public Letter {
        // PostgreSQL keeps no NUL in a text
        routingKey = routingKey.replace('\0', '?');
        var theirs = headers(properties);
        theirs.keySet().removeIf(name -> name.startsWith(OURS));
        properties =
                properties.builder().headers(theirs.isEmpty() ? null : theirs).build();
        taken = taken.truncatedTo(ChronoUnit.MICROS);
    }

    /** The same letter has the same id, each time it comes and after a replay. */
    public UUID id() {
        var hash = ByteBuffer.wrap(sha256(
                body,
                bytes(properties.getMessageId()),
                bytes(properties.getCorrelationId()),
                bytes(Origin.of(body).destination(routingKey))));
        // version 8 of RFC 9562: made in a way of one's own
        return new UUID(
                (hash.getLong() & ~0xf000L) | 0x8000L, (hash.getLong() & 0x3fff_ffff_ffff_ffffL) | Long.MIN_VALUE);
    }

    /** The properties of its copy in {@code recado.commands.dead}. */
    public BasicProperties copy() {
        var sendable = sendable(properties);
        var headers = headers(sendable);
        headers.put(ID_HEADER, id().toString());
        headers.put("x-recado-reason", why.reason().wire());
        headers.put("x-recado-detail", why.detail());
        return sendable.builder().headers(headers).build();
    }

    /** What may be published again of a letter's properties: persistent, and all else that the sender gave. */
    static BasicProperties sendable(BasicProperties properties) {
        var headers = headers(properties);
        // RabbitMQ would route by these again; and it counts deliveries of its own
        headers.keySet().removeAll(List.of("CC", "BCC", "x-delivery-count"));
        // a letter must not expire, and the broker accepts a user_id from its owner only
        return properties
                .builder()
                .headers(headers.isEmpty() ? null : headers)
                .deliveryMode(2)
                .expiration(null)
                .userId(null)
                .build();
    }

    private static Map<String, Object> headers(BasicProperties properties) {
        return new HashMap<>(Optional.ofNullable(properties.getHeaders()).orElse(Map.of()));
    }

    private static byte[] bytes(String text) {
        return Optional.ofNullable(text).orElse("").getBytes(StandardCharsets.UTF_8);
    }

    // each part with its length before it, so that no two run together
    private static byte[] sha256(byte[]... parts) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            for (var part : parts) {
                sha.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
                sha.update(part);
            }
            return sha.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
