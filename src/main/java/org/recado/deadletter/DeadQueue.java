package org.recado.deadletter;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.recado.platform.Amqp;
import org.recado.platform.Topology;

/**
 * Takes the copies of settled letters out of {@code recado.commands.dead}, one node at a time; those that wait are given
 * back to the broker. The table is the truth, so a sweep that fails is only logged: the next one finds what is left.
 */
@ApplicationScoped
public class DeadQueue {

    private static final System.Logger LOG = System.getLogger(DeadQueue.class.getName());
    private static final int MOST = 10_000;

    @Inject
    Amqp amqp;

    @Inject
    DeadLetters letters;

    @Resource
    ManagedExecutorService executor;

    private final AtomicBoolean isDue = new AtomicBoolean();

    /** Sweeps in the background, once for all who ask before it begins. */
    public void sweepSoon() {
        if (!isDue.getAndSet(true)) {
            executor.execute(this::sweepInTurn);
        }
    }

    private void sweepInTurn() {
        try {
            letters.alone(() -> {
                isDue.set(false);
                sweep();
            });
        } catch (RuntimeException e) {
            isDue.set(false);
            LOG.log(System.Logger.Level.WARNING, "recado.commands.dead was not swept: {0}", e.toString());
        }
    }

    /** Looks at the first 10,000 copies. */
    void sweep() {
        try (var channel = amqp.channel(Amqp.Use.CONSUME)) {
            var copies = take(channel);
            var settled = letters.settled(new HashSet<>(copies.values()));
            for (var copy : copies.entrySet()) {
                if (settled.contains(copy.getValue())) {
                    channel.basicAck(copy.getKey(), false);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the broker went away", e);
        } catch (TimeoutException e) {
            throw new UncheckedIOException(new IOException("the channel would not close", e));
        }
    }

    // by delivery tag; whatever is not acked goes back when the channel closes
    private static Map<Long, UUID> take(Channel channel) throws IOException {
        Map<Long, UUID> copies = new LinkedHashMap<>();
        for (var i = 0; i < MOST; i++) {
            var copy = channel.basicGet(Topology.DEAD, false);
            if (copy == null) {
                break;
            }
            id(copy).ifPresent(id -> copies.put(copy.getEnvelope().getDeliveryTag(), id));
        }
        return copies;
    }

    private static Optional<UUID> id(GetResponse copy) {
        var headers = copy.getProps().getHeaders();
        try {
            return Optional.ofNullable(headers)
                    .map(h -> h.get(Letter.ID_HEADER))
                    .map(id -> UUID.fromString(id.toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
