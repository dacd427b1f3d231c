package org.recado.platform;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.WriteListener;
import com.rabbitmq.client.impl.AMQConnection;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets what a thread publishes leave together. The client library flushes after every publication: a system call and a
 * TCP segment each, here and at the broker. Inside {@link #together} those flushes wait for one at the end; other threads
 * are not held, and what does not fit the library's buffer leaves at once.
 */
final class Cork {

    private static final ThreadLocal<Set<FrameHandler>> HELD = new ThreadLocal<>();

    /** What publishes. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    private Cork() {}

    /** Does the work, and flushes what it has written on connections of a {@link #factory}, however it ends. */
    static void together(Work work) throws IOException {
        var held = new LinkedHashSet<FrameHandler>();
        HELD.set(held);
        try {
            work.run();
        } finally {
            HELD.remove();
            for (var handler : held) {
                handler.flush(null);
            }
        }
    }

    /** A factory whose connections can be held. */
    static ConnectionFactory factory() {
        return new ConnectionFactory() {
            @Override
            protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
                var sockets = super.createFrameHandlerFactory();
                return (address, name) -> new Corked(sockets.create(address, name));
            }
        };
    }

    private record Corked(FrameHandler socket) implements FrameHandler {

        @Override
        public void flush(WriteListener listener) throws IOException {
            var held = HELD.get();
            if (held == null || listener != null) {
                socket.flush(listener);
            } else {
                held.add(socket);
            }
        }

        @Override
        public boolean internalHearbeat() {
            return socket.internalHearbeat();
        }

        @Override
        public void setTimeout(int ms) throws SocketException {
            socket.setTimeout(ms);
        }

        @Override
        public int getTimeout() throws SocketException {
            return socket.getTimeout();
        }

        @Override
        public void sendHeader() throws IOException {
            socket.sendHeader();
        }

        @Override
        public void initialize(AMQConnection connection) {
            socket.initialize(connection);
        }

        @Override
        public void startProcessing() {
            socket.startProcessing();
        }

        @Override
        public void finishConnectionNegotiation() {
            socket.finishConnectionNegotiation();
        }

        @Override
        public void setFrameMax(int bytes) {
            socket.setFrameMax(bytes);
        }

        @Override
        public Frame readFrame() throws IOException {
            return socket.readFrame();
        }

        @Override
        public void writeFrame(Frame frame) throws IOException {
            socket.writeFrame(frame);
        }

        @Override
        public void close() {
            socket.close();
        }

        @Override
        public InetAddress getLocalAddress() {
            return socket.getLocalAddress();
        }

        @Override
        public int getLocalPort() {
            return socket.getLocalPort();
        }

        @Override
        public InetAddress getAddress() {
            return socket.getAddress();
        }

        @Override
        public int getPort() {
            return socket.getPort();
        }
    }
}
