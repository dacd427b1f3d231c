package org.recado.bench;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** The road from outside: commands go in at the broker, their events come out of a queue outside. */
final class Road implements AutoCloseable {

    private static final long PATIENCE_S = 600;

    private final Connection in;
    private final Connection out;

    private Road(Connection in, Connection out) {
        this.in = in;
        this.out = out;
    }

    static Road at(URI broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(broker);
        return new Road(factory.newConnection("bench-in"), factory.newConnection("bench-out"));
    }

    /** A name for the keys of one load. */
    static String newLoad() {
        return UUID.randomUUID().toString().substring(0, 8);
    }

    /** Hears the events of these commands from now on, by a queue such as a node's own. */
    Listener listen(Commands commands, int messages) throws IOException {
        return new Listener(out, false, commands, messages);
    }

    /** How many messages of a queue wait to be taken. */
    int ready(String queue) throws IOException, TimeoutException {
        try (var channel = out.createChannel()) {
            return channel.queueDeclarePassive(queue).getMessageCount();
        }
    }

    /** Publishes so many as fast as confirms allow; done when all are confirmed. */
    void publish(Commands commands, int messages) throws IOException, InterruptedException {
        try (var publisher = new Publisher(in, commands)) {
            publisher.publishAll(messages);
            publisher.awaitConfirms();
        }
    }

    /** Publishes so many as fast as they are heard; seconds from the first publication to the last event. */
    double flood(Commands commands, int messages) throws IOException, InterruptedException {
        return flood(commands, messages, false);
    }

    /** The same, heard by a durable queue or by one such as a node's own. */
    double flood(Commands commands, int messages, boolean durable) throws IOException, InterruptedException {
        try (var listener = new Listener(out, durable, commands, messages);
                var publisher = new Publisher(in, commands)) {
            var start = System.nanoTime();
            for (var i = 0; i < messages; i++) {
                listener.awaitRoom(PATIENCE_S);
                publisher.publish(i);
            }
            publisher.awaitConfirms();
            listener.await(PATIENCE_S);
            return (System.nanoTime() - start) / 1e9;
        }
    }

    /** Publishes at a fixed rate, and measures each from when it was due to its event. */
    Latencies steady(Commands commands, int messages, int perSecond, int discarded)
            throws IOException, InterruptedException {
        try (var listener = listen(commands, messages);
                var publisher = new Publisher(in, commands)) {
            var due = publisher.publishEvenly(messages, perSecond);
            publisher.awaitConfirms();
            return new Latencies(due, listener.await(PATIENCE_S), discarded);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
