package org.recado.platform;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Hands over what the broker has ready as one batch, in order, and acks the batch when the handover returns. It never
 * waits for a batch to fill. A handover that throws is the taker's bug: the channel is closed, so that the broker
 * delivers again. Prefetch is two batches: the next one travels while this one is worked on.
 */
public final class BatchConsumer {

    private static final System.Logger LOG = System.getLogger(BatchConsumer.class.getName());

    private final Channel channel;
    private final int batchSize;
    private final Consumer<List<Delivery>> taker;
    private final BlockingQueue<Delivery> ready = new LinkedBlockingQueue<>();
    private final Thread worker;

    private BatchConsumer(Channel channel, int batchSize, Consumer<List<Delivery>> taker, ThreadFactory threads) {
        this.channel = channel;
        this.batchSize = batchSize;
        this.taker = taker;
        this.worker = threads.newThread(this::work);
    }

    /** Consumes {@code queue} on this channel until {@link #stop}. */
    public static BatchConsumer start(
            Channel channel, String queue, int batchSize, Consumer<List<Delivery>> taker, ThreadFactory threads)
            throws IOException {
        var consumer = new BatchConsumer(channel, batchSize, taker, threads);
        channel.basicQos(2 * batchSize);
        consumer.worker.start();
        channel.basicConsume(
                queue,
                false,
                (tag, delivery) -> consumer.ready.add(delivery),
                tag -> LOG.log(System.Logger.Level.WARNING, "the broker ended the consumer of {0}", queue));
        return consumer;
    }

    /** Ends the worker; what was not acked is delivered again, here or elsewhere. */
    public void stop() {
        worker.interrupt();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var batch = next();
                taker.accept(batch);
                ack(batch.get(batch.size() - 1).getEnvelope().getDeliveryTag());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | IOException e) {
            LOG.log(System.Logger.Level.ERROR, "a consumer ends, its batch will be delivered again", e);
            abort();
        }
    }

    private List<Delivery> next() throws InterruptedException {
        var batch = new ArrayList<Delivery>(batchSize);
        batch.add(ready.take());
        ready.drainTo(batch, batchSize - 1);
        return batch;
    }

    private void ack(long tag) throws IOException {
        try {
            channel.basicAck(tag, true);
        } catch (AlreadyClosedException e) {
            LOG.log(System.Logger.Level.INFO, "the broker went away before the ack, so it will deliver again");
        }
    }

    private void abort() {
        try {
            channel.abort();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the channel would not close", e);
        }
    }
}
