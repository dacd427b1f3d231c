package org.recado.ops;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;

/** AMQP properties and headers for people to read: bytes as base64, times as RFC 3339, what is not set left out. */
final class AmqpJson {

    private AmqpJson() {}

    static void writeProperties(JsonGenerator g, BasicProperties p) {
        write(g, "content_type", p.getContentType());
        write(g, "content_encoding", p.getContentEncoding());
        write(g, "delivery_mode", p.getDeliveryMode());
        write(g, "priority", p.getPriority());
        write(g, "correlation_id", p.getCorrelationId());
        write(g, "reply_to", p.getReplyTo());
        write(g, "expiration", p.getExpiration());
        write(g, "message_id", p.getMessageId());
        write(g, "timestamp", p.getTimestamp());
        write(g, "type", p.getType());
        write(g, "user_id", p.getUserId());
        write(g, "app_id", p.getAppId());
    }

    private static void write(JsonGenerator g, String name, Object value) {
        if (value != null) {
            writeHeader(g, name, value);
        }
    }

    static void writeHeader(JsonGenerator g, String name, Object value) {
        g.writeKey(name);
        writeValue(g, value);
    }

    private static void writeValue(JsonGenerator g, Object value) {
        if (value == null) {
            g.writeNull();
        } else if (value instanceof Boolean b) {
            g.write(b);
        } else if (value instanceof BigDecimal n) {
            g.write(n);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            g.write(((Number) value).longValue());
        } else if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
            g.write(n.doubleValue());
        } else if (value instanceof Date d) {
            g.write(d.toInstant().toString());
        } else if (value instanceof byte[] b) {
            g.write(Base64.getEncoder().encodeToString(b));
        } else if (value instanceof Map<?, ?> table) {
            g.writeStartObject();
            table.forEach((k, v) -> writeHeader(g, k.toString(), v));
            g.writeEnd();
        } else if (value instanceof List<?> list) {
            g.writeStartArray();
            list.forEach(v -> writeValue(g, v));
            g.writeEnd();
        } else {
            g.write(value.toString());
        }
    }
}
