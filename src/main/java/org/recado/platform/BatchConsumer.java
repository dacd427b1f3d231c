package org.recado.platform;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;

/**
 * Hands over what the broker has ready as one batch, in order, without waiting for a batch to fill. The taker acks a
 * batch when it is done with it, in the order it got them. A handover that throws is the taker's bug: the channel is
 * closed, so that the broker delivers again.
 */
public final class BatchConsumer {

    private static final System.Logger LOG = System.getLogger(BatchConsumer.class.getName());

    /** How much a batch may hold, and how many batches may be unacked at once, those on their way here included. */
    public record Bounds(int messages, long bytes, int batches) {}

    /** Takes one batch; {@code ack} ends the broker's responsibility for it and for all batches before it. */
    public interface Taker {
        void take(List<Delivery> batch, Runnable ack) throws InterruptedException;
    }

    private final Channel channel;
    private final String queue;
    private final Bounds bounds;
    private final Taker taker;
    private final BlockingQueue<Delivery> ready = new LinkedBlockingQueue<>();
    private final Thread worker;
    private volatile boolean hasTaken;
    private volatile boolean isCancelled;

    private BatchConsumer(Channel channel, String queue, Bounds bounds, Taker taker, ThreadFactory threads) {
        this.channel = channel;
        this.queue = queue;
        this.bounds = bounds;
        this.taker = taker;
        this.worker = threads.newThread(this::work);
    }

    /** Consumes {@code queue} on this channel until {@link #stop}. */
    public static BatchConsumer start(Channel channel, String queue, Bounds bounds, Taker taker, ThreadFactory threads)
            throws IOException {
        var consumer = new BatchConsumer(channel, queue, bounds, taker, threads);
        channel.basicQos(Math.multiplyExact(bounds.batches(), bounds.messages()));
        consumer.worker.start();
        channel.basicConsume(
                queue, false, (tag, delivery) -> consumer.ready.add(delivery), tag -> consumer.cancelled());
        return consumer;
    }

    /** Whether messages still come this way; false once the broker has closed the channel or ended the consumer. */
    public boolean isConsuming() {
        return channel.isOpen() && !isCancelled;
    }

    /** Whether the broker has given this consumer anything. */
    public boolean hasTaken() {
        return hasTaken;
    }

    /** Ends the worker; what was not acked is delivered again, here or elsewhere, once the channel is closed. */
    public void stop() {
        worker.interrupt();
    }

    /** Ends the worker and gives everything back to the broker, for the next consumer in line. */
    public void giveBack() {
        stop();
        abort();
    }

    private void cancelled() {
        isCancelled = true;
        LOG.log(System.Logger.Level.WARNING, "the broker ended the consumer of {0}", queue);
    }

    private void work() {
        try {
            for (Optional<Delivery> left = Optional.empty();
                    !Thread.currentThread().isInterrupted(); ) {
                var batch = new ArrayList<Delivery>();
                batch.add(left.isPresent() ? left.get() : ready.take());
                left = fill(batch);
                hasTaken = true;
                var last = batch.get(batch.size() - 1).getEnvelope().getDeliveryTag();
                taker.take(batch, () -> ack(last));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.log(System.Logger.Level.ERROR, "a consumer ends, its batch will be delivered again", e);
            }
            abort();
        }
    }

    /** Takes what is ready within the bounds; what would break them comes back, to begin the next batch. */
    private Optional<Delivery> fill(List<Delivery> batch) {
        long bytes = batch.get(0).getBody().length;
        while (batch.size() < bounds.messages()) {
            var next = ready.poll();
            if (next == null) {
                return Optional.empty();
            }
            bytes += next.getBody().length;
            if (bytes > bounds.bytes()) {
                return Optional.of(next);
            }
            batch.add(next);
        }
        return Optional.empty();
    }

    private void ack(long tag) {
        try {
            channel.basicAck(tag, true);
        } catch (AlreadyClosedException | IOException e) {
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
