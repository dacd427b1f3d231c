package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.stack.SharedStack;

/** How often a publisher's socket is written to, on a real broker. */
class CorkTest {

    private static final int MESSAGES = 20;
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(20).toMillis();

    private final AtomicInteger writes = new AtomicInteger();
    private Connection connection;
    private Channel channel;
    private String queue;

    @BeforeEach
    void connect() throws Exception {
        var factory = Cork.factory();
        factory.setUri(SharedStack.setting("RECADO_AMQP_URI"));
        factory.setSocketFactory(new CountingSockets());
        connection = factory.newConnection("cork-test");
        channel = connection.createChannel();
        channel.confirmSelect();
        queue = channel.queueDeclare().getQueue();
        writes.set(0);
    }

    @AfterEach
    void disconnect() throws IOException {
        connection.close();
    }

    @Test
    void whatIsPublishedTogetherIsOneWrite() throws Exception {
        Cork.together(this::publishAll);

        assertThat(writes).hasValue(1);
        assertThat(channel.waitForConfirms(PATIENCE_MS)).isTrue();
        assertThat(channel.messageCount(queue)).isEqualTo(MESSAGES);
    }

    @Test
    void whatWasPublishedBeforeAFailureLeaves() throws Exception {
        assertThatThrownBy(() -> Cork.together(() -> {
                    publishAll();
                    throw new IOException("then it fails");
                }))
                .hasMessage("then it fails");

        assertThat(channel.waitForConfirms(PATIENCE_MS)).isTrue();
        assertThat(channel.messageCount(queue)).isEqualTo(MESSAGES);
    }

    @Test
    void otherThreadsAreNotHeld() throws Exception {
        Cork.together(() -> CompletableFuture.runAsync(() -> {
                    try {
                        publishAll();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .join());

        assertThat(writes).hasValueGreaterThanOrEqualTo(MESSAGES);
    }

    private void publishAll() throws IOException {
        for (var i = 0; i < MESSAGES; i++) {
            channel.basicPublish("", queue, new BasicProperties(), new byte[] {1});
        }
    }

    /** Sockets that count what is written to them. */
    private final class CountingSockets extends SocketFactory {

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return new FilterOutputStream(super.getOutputStream()) {
                        @Override
                        public void write(byte[] bytes, int from, int length) throws IOException {
                            writes.incrementAndGet();
                            out.write(bytes, from, length);
                        }
                    };
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
