package org.recado.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.ContentHeaderPropertyWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** AMQP properties and headers in AMQP 0-9-1's own encoding, a content header (section 4.2.6.1), so that no type is lost. */
final class PropertiesCodec {

    // a content header begins with them, and the client's reader wants them
    private static final int NO_WEIGHT = 0;
    private static final long NO_BODY_SIZE = 0;

    private PropertiesCodec() {}

    static byte[] encode(BasicProperties properties) {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = new DataOutputStream(bytes);
            out.writeShort(NO_WEIGHT);
            out.writeLong(NO_BODY_SIZE);
            properties.writePropertiesTo(new ContentHeaderPropertyWriter(out));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    static BasicProperties decode(byte[] encoded) {
        try {
            return new BasicProperties(new DataInputStream(new ByteArrayInputStream(encoded)));
        } catch (IOException e) {
            throw new UncheckedIOException("the properties of a dead letter cannot be read", e);
        }
    }
}
