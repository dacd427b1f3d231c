package org.recado.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A queue outside that hears every event: one such as a node's own, which acks many at once as a node does, or a durable
 * one, which keeps what is said while nobody listens and acks each by itself. It looks for the keys of one run's commands
 * and notes when each was heard first.
 */
final class Listener implements AutoCloseable {

    static final int PREFETCH = 1_000;

    private static final int ACKED_AT_ONCE = 100;

    /** Commands that are published and not heard yet: enough that a core never waits, too few for a backlog. */
    private static final int ON_THE_ROAD = 10_000;

    private static final int DIGITS = 7;

    private final Channel channel;
    private final String queue;
    private final byte[] key;
    private final long[] heardAt;
    private final CountDownLatch missing;
    private final Semaphore room = new Semaphore(ON_THE_ROAD);

    Listener(Connection broker, boolean durable, Commands commands, int messages) throws IOException {
        key = ("\"client_id\":\"" + commands.keyPrefix()).getBytes(StandardCharsets.US_ASCII);
        heardAt = new long[messages];
        missing = new CountDownLatch(messages);
        channel = broker.createChannel();
        queue = channel.queueDeclare("bench." + UUID.randomUUID(), durable, !durable, !durable, Map.of())
                .getQueue();
        channel.queueBind(queue, "recado.events", "channel.#");
        var atOnce = durable ? 1 : ACKED_AT_ONCE;
        channel.basicQos(PREFETCH);
        channel.basicConsume(queue, false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body)
                    throws IOException {
                hear(body);
                if (envelope.getDeliveryTag() % atOnce == 0) {
                    channel.basicAck(envelope.getDeliveryTag(), true);
                }
            }
        });
    }

    private void hear(byte[] event) {
        var number = number(event);
        if (number >= 0 && heardAt[number] == 0) {
            heardAt[number] = System.nanoTime();
            missing.countDown();
            room.release();
        }
    }

    // nothing but the key is read: the load shares its machine with what it measures
    private int number(byte[] event) {
        for (var at = 0; at <= event.length - key.length - DIGITS; at++) {
            if (event[at] == '"' && isKey(event, at)) {
                return digits(event, at + key.length);
            }
        }
        return -1;
    }

    private boolean isKey(byte[] event, int at) {
        var i = 0;
        while (i < key.length && event[at + i] == key[i]) {
            i++;
        }
        return i == key.length;
    }

    private static int digits(byte[] event, int from) {
        var number = 0;
        for (var i = from; i < from + DIGITS; i++) {
            number = number * 10 + event[i] - '0';
        }
        return number;
    }

    /** Waits until there is room for one more on the road. */
    void awaitRoom(long seconds) throws InterruptedException {
        if (!room.tryAcquire(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no event came in " + seconds + " s");
        }
    }

    long heard() {
        return heardAt.length - missing.getCount();
    }

    /** When each was heard, once all were; by {@link System#nanoTime}. */
    long[] await(long seconds) throws InterruptedException {
        if (!missing.await(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException(missing.getCount() + " events did not come in " + seconds + " s");
        }
        return heardAt;
    }

    @Override
    public void close() throws IOException {
        channel.queueDelete(queue);
        channel.abort();
    }
}
