package org.recado.posting;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import dev.failsafe.RetryPolicy;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Amqp;
import org.recado.platform.BatchConsumer;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Topology;

/**
 * Commands in, batch by batch; acks last. A batch that fails because of a store is tried again in place for ever; one
 * that fails otherwise is tried in halves, down to the one command that is to blame, which is given up.
 */
@ApplicationScoped
public class CommandConsumer {

    private static final System.Logger LOG = System.getLogger(CommandConsumer.class.getName());
    private static final int TRIES_OF_A_SUSPECT = 3;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Node node;

    @Inject
    Posting posting;

    @Resource
    ManagedThreadFactory threads;

    @Inject
    @ConfigProperty(name = "recado.posting.batch-size")
    int batchSize;

    private final List<BatchConsumer> consumers = new ArrayList<>();
    private volatile boolean stopped;
    private FailsafeExecutor<Object> untilTheStoresAnswer;
    private FailsafeExecutor<Object> aFewTimes;

    @PostConstruct
    void prepare() {
        untilTheStoresAnswer = Failsafe.with(RetryPolicy.builder()
                .handleIf(StoreFailure::is)
                .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(5))
                .withMaxRetries(-1)
                .abortIf((result, failure) -> stopped)
                .onRetry(e -> LOG.log(
                        System.Logger.Level.WARNING,
                        "a store fails, the batch is tried again: {0}",
                        e.getLastException().toString()))
                .build());
        aFewTimes = Failsafe.with(RetryPolicy.builder()
                .withDelay(Duration.ofMillis(500))
                .withMaxAttempts(TRIES_OF_A_SUSPECT)
                .abortIf((result, failure) -> stopped)
                .build());
    }

    void start(@Observes Ready ready) {
        if (node.isCore()) {
            amqp.whenConnected(Amqp.Use.CONSUME, this::consume);
        }
    }

    private synchronized void consume(Connection connection) {
        try {
            for (var i = 0; i < topology.partitions() && !stopped; i++) {
                var channel = connection.createChannel();
                topology.declare(channel);
                consumers.add(BatchConsumer.start(channel, Topology.partition(i), batchSize, this::take, threads));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the broker would not let us consume commands", e);
        }
    }

    private void take(List<Delivery> deliveries) {
        var taken = Instant.now();
        carry(deliveries.stream()
                .map(d -> Arrival.of(d.getProperties(), d.getBody(), taken))
                .toList());
    }

    /** Returns when every command of the batch is dealt with; throws only when this consumer is stopped. */
    void carry(List<Arrival> batch) {
        try {
            post(batch);
        } catch (RuntimeException e) {
            if (stopped || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            if (batch.size() > 1) {
                LOG.log(System.Logger.Level.WARNING, "a batch of " + batch.size() + " fails, it is tried in halves", e);
                carry(batch.subList(0, batch.size() / 2));
                carry(batch.subList(batch.size() / 2, batch.size()));
            } else {
                suspect(batch.get(0));
            }
        }
    }

    private void post(List<Arrival> batch) {
        untilTheStoresAnswer.run(() -> posting.post(batch));
    }

    // a few times, because a node that is being shut down fails in strange ways, and no command may be given up for it
    private void suspect(Arrival arrival) {
        try {
            aFewTimes.run(() -> post(List.of(arrival)));
        } catch (RuntimeException e) {
            if (stopped || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.log(System.Logger.Level.ERROR, "a command cannot be handled, it becomes a dead letter", e);
            untilTheStoresAnswer.run(() -> posting.giveUp(arrival, e));
        }
    }

    void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object end) {
        stop();
    }

    @PreDestroy
    synchronized void stop() {
        stopped = true;
        consumers.forEach(BatchConsumer::stop);
    }
}
