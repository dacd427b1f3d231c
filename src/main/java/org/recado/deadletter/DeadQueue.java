package org.recado.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.recado.platform.Amqp;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;
import org.recado.platform.Topology;

/**
 * Takes the copies of settled letters out of {@code recado.commands.dead}, one node at a time and a quarter of the time at
 * most; those that wait are given back to the broker. The table is the truth, so a sweep that fails is only logged: the
 * next one finds what is left.
 */
@ApplicationScoped
public class DeadQueue {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int MOST = 10_000;
    private static final int RESTS = 3;

    @Inject
    Amqp amqp;

    @Inject
    DeadLetters letters;

    @Inject
    Rounds rounds;

    private final AtomicBoolean isDue = new AtomicBoolean();
    private long restedAt = System.nanoTime();

    void start(@Observes Ready ready) {
        rounds.everyAlone(EVERY, "sweeps of the dead letters' queue", this::round);
    }

    /** Sweeps in the background, once for all who ask before it begins; to be called when the letters are settled for good. */
    public void sweepSoon() {
        isDue.set(true);
    }

    // not while another node sweeps, and again as long as there was something to take out
    void round() {
        if (System.nanoTime() - restedAt >= 0 && isDue.getAndSet(false)) {
            var start = System.nanoTime();
            if (letters.alone(this::sweep).orElse(true)) {
                sweepSoon();
            }
            restedAt = System.nanoTime() + RESTS * (System.nanoTime() - start);
        }
    }

    /** Looks at the first 10,000 copies; whether it took any out. */
    boolean sweep() {
        try (var channel = amqp.channel(Amqp.Use.CONSUME)) {
            var copies = take(channel);
            var settled = letters.settled(new HashSet<>(copies.values()));
            for (var copy : copies.entrySet()) {
                if (settled.contains(copy.getValue())) {
                    channel.basicAck(copy.getKey(), false);
                }
            }
            return !settled.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException("the broker went away", e);
        } catch (TimeoutException e) {
            throw new UncheckedIOException(new IOException("the channel would not close", e));
        }
    }

    // by delivery tag; whatever is not acked goes back when the channel closes. Consumed, since RabbitMQ writes to its
    // log
    // for each that is asked for alone; what somebody else has taken meanwhile is not waited for any longer than that
    private static Map<Long, UUID> take(Channel channel) throws IOException {
        var there = (int) Math.min(MOST, channel.messageCount(Topology.DEAD));
        Map<Long, UUID> copies = new ConcurrentHashMap<>();
        var missing = new CountDownLatch(there);
        channel.basicQos(MOST);
        var consumer = channel.basicConsume(
                Topology.DEAD,
                false,
                (tag, copy) -> {
                    id(copy).ifPresent(id -> copies.put(copy.getEnvelope().getDeliveryTag(), id));
                    missing.countDown();
                },
                tag -> {});
        try {
            missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the node stops; what came is enough
        }
        channel.basicCancel(consumer);
        return Map.copyOf(copies);
    }

    private static Optional<UUID> id(Delivery copy) {
        var headers = copy.getProperties().getHeaders();
        try {
            return Optional.ofNullable(headers)
                    .map(h -> h.get(Letter.ID_HEADER))
                    .map(id -> UUID.fromString(id.toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
