package org.recado.platform;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * One channel in confirm mode. A publication completes when the broker has it, and fails when the broker refuses it,
 * returns it as unroutable, or the channel closes first; publications keep their order; at most {@code bound} are
 * outstanding, over that one fails at once.
 */
public final class ConfirmedPublisher {

    private static final String SEQ_HEADER = "x-recado-publish-seq";

    private final Channel channel;
    private final Semaphore room;
    private final NavigableMap<Long, CompletableFuture<Void>> outstanding = new TreeMap<>();

    public ConfirmedPublisher(Channel channel, int bound) throws IOException {
        this.channel = channel;
        this.room = new Semaphore(bound);
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> settle(tag, multiple, null), (tag, multiple) -> settle(tag, multiple, "nacked"));
        channel.addReturnListener(r -> returned(r.getProperties()));
        channel.addShutdownListener(cause -> settle(Long.MAX_VALUE, true, "the channel closed before the confirm"));
    }

    /** Not confirmed: it may or may not have arrived, so the caller repeats it with the same key. */
    public static final class Unconfirmed extends IOException {
        private static final long serialVersionUID = 1L;

        Unconfirmed(String detail) {
            super(detail);
        }
    }

    /** Publishes to a queue that must be there: unroutable is a failure. */
    public CompletableFuture<Void> publishMandatory(
            String exchange, String routingKey, BasicProperties properties, byte[] body) {
        return publish(exchange, routingKey, true, properties, body);
    }

    /** Publishes to whoever is bound, be it nobody. */
    public CompletableFuture<Void> publish(
            String exchange, String routingKey, BasicProperties properties, byte[] body) {
        return publish(exchange, routingKey, false, properties, body);
    }

    private CompletableFuture<Void> publish(
            String exchange, String routingKey, boolean mandatory, BasicProperties properties, byte[] body) {
        var confirmed = new CompletableFuture<Void>();
        if (!room.tryAcquire()) {
            confirmed.completeExceptionally(new Unconfirmed("too many publications wait for their confirm"));
            return confirmed;
        }
        var released = confirmed.whenComplete((ok, failed) -> room.release());
        synchronized (channel) {
            var seq = channel.getNextPublishSeqNo();
            synchronized (outstanding) {
                outstanding.put(seq, confirmed);
            }
            try {
                channel.basicPublish(
                        exchange, routingKey, mandatory, mandatory ? numbered(properties, seq) : properties, body);
            } catch (IOException | RuntimeException e) {
                synchronized (outstanding) {
                    outstanding.remove(seq);
                }
                confirmed.completeExceptionally(e);
            }
        }
        return released;
    }

    // a return names no delivery tag, so the publication carries its number
    private static BasicProperties numbered(BasicProperties properties, long seq) {
        Map<String, Object> headers = new HashMap<>();
        if (properties.getHeaders() != null) {
            headers.putAll(properties.getHeaders());
        }
        headers.put(SEQ_HEADER, seq);
        return properties.builder().headers(headers).build();
    }

    private void returned(BasicProperties properties) {
        if (properties.getHeaders() != null && properties.getHeaders().get(SEQ_HEADER) instanceof Long seq) {
            settle(seq, false, "unroutable");
        }
    }

    private void settle(long tag, boolean multiple, String failure) {
        List<CompletableFuture<Void>> settled;
        synchronized (outstanding) {
            var range = multiple ? outstanding.headMap(tag, true) : outstanding.subMap(tag, true, tag, true);
            settled = List.copyOf(range.values());
            range.clear();
        }
        for (var confirmed : settled) {
            if (failure == null) {
                confirmed.complete(null);
            } else {
                confirmed.completeExceptionally(new Unconfirmed(failure));
            }
        }
    }
}
