package org.recado.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.BitSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Publishes commands persistent and confirmed; so many may wait for their confirm at once, and no round trip is waited for. */
final class Publisher implements AutoCloseable {

    static final int WINDOW = 2_000;

    private static final int PERSISTENT = 2;
    private static final long PATIENCE_S = 60;
    private static final BasicProperties PROPERTIES = new BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(PERSISTENT)
            .build();

    private final Channel channel;
    private final Commands commands;
    private final Semaphore window = new Semaphore(WINDOW);
    private final BitSet confirmed = new BitSet();
    private int lowest = 1;
    private volatile boolean refused;

    Publisher(Connection broker, Commands commands) throws IOException {
        this.commands = commands;
        channel = broker.createChannel();
        channel.confirmSelect();
        channel.addConfirmListener(this::confirm, (tag, multiple) -> refused = true);
    }

    // called by one thread, the connection's
    private void confirm(long tag, boolean multiple) {
        if (multiple) {
            var before = confirmed.get(lowest, (int) tag + 1).cardinality();
            confirmed.set(lowest, (int) tag + 1);
            window.release((int) tag + 1 - lowest - before);
            lowest = (int) tag + 1;
        } else {
            confirmed.set((int) tag);
            window.release();
        }
    }

    void publish(int number) throws IOException, InterruptedException {
        acquire(1);
        channel.basicPublish("recado.commands", commands.channel(number), PROPERTIES, commands.body(number));
    }

    /** The first so many as fast as the window allows. */
    void publishAll(int messages) throws IOException, InterruptedException {
        for (var i = 0; i < messages; i++) {
            publish(i);
        }
    }

    /** At a fixed rate; returns when each was due, so that a publisher held up is part of what is measured. */
    long[] publishEvenly(int messages, int perSecond) throws IOException, InterruptedException {
        var due = new long[messages];
        var start = System.nanoTime();
        for (var i = 0; i < messages; i++) {
            due[i] = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
            TimeUnit.NANOSECONDS.sleep(due[i] - System.nanoTime());
            publish(i);
        }
        return due;
    }

    /** Returns when everything is confirmed. */
    void awaitConfirms() throws InterruptedException {
        acquire(WINDOW);
        window.release(WINDOW);
    }

    private void acquire(int permits) throws InterruptedException {
        if (refused || !window.tryAcquire(permits, PATIENCE_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException(refused ? "the broker refused a command" : "the broker does not confirm");
        }
    }

    @Override
    public void close() throws IOException {
        channel.abort();
    }
}
