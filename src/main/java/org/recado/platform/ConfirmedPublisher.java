package org.recado.platform;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * One channel in confirm mode. A publication completes when the broker has it, and fails when the broker refuses it,
 * returns it as unroutable, or the channel closes first; publications keep their order. At most {@code bound} are
 * outstanding, and none is added while the oldest has waited longer than {@code patience}: over that one fails at once.
 */
public final class ConfirmedPublisher {

    private static final String SEQ_HEADER = "x-recado-publish-seq";

    private record Publication(CompletableFuture<Void> confirmed, long sentAt) {}

    private final Channel channel;
    private final int bound;
    private final long patienceNanos;
    private final NavigableMap<Long, Publication> outstanding = new TreeMap<>();
    // guarded by outstanding
    private long failures;

    public ConfirmedPublisher(Channel channel, int bound, Duration patience) throws IOException {
        this.channel = channel;
        this.bound = bound;
        this.patienceNanos = patience.toNanos();
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

    /**
     * Publications that belong together: none follows one that has failed, so what leaves is always the beginning. A
     * failure beside the flush may end it as well; who begins a new one repeats all of it.
     */
    public final class Flush {

        private final long failuresBefore;

        private Flush(long failuresBefore) {
            this.failuresBefore = failuresBefore;
        }

        /** Publishes to a queue that must be there: unroutable is a failure. */
        public CompletableFuture<Void> publishMandatory(
                String exchange, String routingKey, BasicProperties properties, byte[] body) {
            return ConfirmedPublisher.this.publish(
                    OptionalLong.of(failuresBefore), exchange, routingKey, true, properties, body);
        }

        /** Publishes to whoever is bound, be it nobody. */
        public CompletableFuture<Void> publish(
                String exchange, String routingKey, BasicProperties properties, byte[] body) {
            return ConfirmedPublisher.this.publish(
                    OptionalLong.of(failuresBefore), exchange, routingKey, false, properties, body);
        }
    }

    /** Begins a flush. */
    public Flush flush() {
        synchronized (outstanding) {
            return new Flush(failures);
        }
    }

    /** Publishes one for itself to a queue that must be there: unroutable is a failure. */
    public CompletableFuture<Void> publishMandatory(
            String exchange, String routingKey, BasicProperties properties, byte[] body) {
        return publish(OptionalLong.empty(), exchange, routingKey, true, properties, body);
    }

    private CompletableFuture<Void> publish(
            OptionalLong failuresBefore,
            String exchange,
            String routingKey,
            boolean mandatory,
            BasicProperties properties,
            byte[] body) {
        var confirmed = new CompletableFuture<Void>();
        synchronized (channel) {
            var seq = channel.getNextPublishSeqNo();
            var refusal = add(seq, confirmed, failuresBefore);
            if (refusal.isPresent()) {
                confirmed.completeExceptionally(new Unconfirmed(refusal.get()));
                return confirmed;
            }
            try {
                channel.basicPublish(
                        exchange, routingKey, mandatory, mandatory ? numbered(properties, seq) : properties, body);
            } catch (IOException | RuntimeException e) {
                synchronized (outstanding) {
                    outstanding.remove(seq);
                    failures++;
                }
                confirmed.completeExceptionally(e);
            }
        }
        return confirmed;
    }

    private Optional<String> add(long seq, CompletableFuture<Void> confirmed, OptionalLong failuresBefore) {
        var now = System.nanoTime();
        synchronized (outstanding) {
            if (failuresBefore.isPresent() && failuresBefore.getAsLong() != failures) {
                return Optional.of("an earlier publication has failed");
            }
            if (outstanding.size() >= bound) {
                failures++;
                return Optional.of("too many publications wait for their confirm");
            }
            if (!outstanding.isEmpty()
                    && now - outstanding.firstEntry().getValue().sentAt() > patienceNanos) {
                failures++;
                return Optional.of("the broker does not confirm");
            }
            outstanding.put(seq, new Publication(confirmed, now));
            return Optional.empty();
        }
    }

    /** Whether the channel is there to publish on. */
    boolean isOpen() {
        return channel.isOpen();
    }

    /** Gives the channel up, so that a recovered connection does not bring it back. */
    void close() throws IOException {
        channel.abort();
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
        List<Publication> settled;
        synchronized (outstanding) {
            var range = multiple ? outstanding.headMap(tag, true) : outstanding.subMap(tag, true, tag, true);
            settled = List.copyOf(range.values());
            range.clear();
            if (failure != null) {
                failures++;
            }
        }
        for (var publication : settled) {
            if (failure == null) {
                publication.confirmed().complete(null);
            } else {
                publication.confirmed().completeExceptionally(new Unconfirmed(failure));
            }
        }
    }
}
