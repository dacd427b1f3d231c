package org.recado.delivery;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import io.opentelemetry.api.trace.SpanKind;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.recado.command.ReceiptCodec;
import org.recado.command.Receipts;
import org.recado.event.EventCodec;
import org.recado.platform.Amqp;
import org.recado.platform.BatchConsumer;
import org.recado.platform.BatchConsumer.Bounds;
import org.recado.platform.Begun;
import org.recado.platform.Condition;
import org.recado.platform.Ending;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.LogFields;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.StoreThreads;
import org.recado.platform.Topology;
import org.recado.platform.Trouble;
import org.recado.platform.trace.TraceHeaders;
import org.recado.platform.trace.Tracing;
import org.recado.socket.Connections;
import org.recado.socket.Correlation;

/**
 * Takes what comes on this node's own queue: events by their shard, receipts by the queue's name, and what all nodes are
 * asked. What it cannot read, such as a later version's event, is counted and passed over.
 */
@ApplicationScoped
class EventConsumer implements Condition {

    private static final System.Logger LOG = System.getLogger(EventConsumer.class.getName());
    private static final Bounds BOUNDS = new Bounds(256, 8 << 20, 2);

    private record Consuming(Channel channel, BatchConsumer batches) {}

    private volatile Optional<Consuming> consumer = Optional.empty();
    private final Trouble trouble = new Trouble(LOG, "this node''s queue cannot be had, trying again: {0}");
    private volatile boolean stopped;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Node node;

    @Inject
    ShardBindings bindings;

    @Inject
    org.recado.delivery.Delivery delivery;

    @Inject
    Connections connections;

    @Inject
    Receipts receipts;

    @Inject
    NodeAnswers answers;

    @Inject
    Meters meters;

    @Inject
    Tracing tracing;

    @Inject
    StoreThreads threads;

    void start(@Observes Begun begun) {
        if (node.isEdge()) {
            amqp.whenConnected(Amqp.Use.CONSUME, connection -> {
                ((Recoverable) connection).addRecoveryListener(recovered(connection));
                threads.newThread(() -> listen(connection)).start();
            });
        }
    }

    // the client library declares, binds and consumes again by itself; it gives up on a queue that the broker still
    // holds for the lost connection
    private RecoveryListener recovered(Connection connection) {
        return new RecoveryListener() {
            @Override
            public void handleRecovery(Recoverable recovered) {
                threads.newThread(() -> listen(connection)).start();
            }

            @Override
            public void handleRecoveryStarted(Recoverable recovering) {
                LOG.log(System.Logger.Level.WARNING, "this node hears no events until the broker is back");
            }
        };
    }

    /** Returns when this node hears its queue and its clients have been told what was said meanwhile. */
    private synchronized void listen(Connection connection) {
        var forEver = RetryPolicy.builder()
                .handle(IOException.class, AlreadyClosedException.class)
                .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(5))
                .withMaxRetries(-1)
                .abortIf((r, e) -> stopped)
                .onRetry(e -> trouble.met(e.getLastException()))
                .build();
        Failsafe.with(forEver).run(() -> {
            if (!hears(connection)) {
                open(connection);
            }
        });
        trouble.ended();
        delivery.catchUp();
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Optional<String> trouble() {
        return trouble.now();
    }

    private boolean hears(Connection connection) throws IOException {
        if (consumer.isEmpty() || !consumer.get().channel().isOpen()) {
            return false;
        }
        var asking = connection.createChannel();
        try {
            return asking.queueDeclarePassive(topology.nodeQueue()).getConsumerCount() > 0;
        } catch (IOException e) {
            return false;
        } finally {
            asking.abort();
        }
    }

    private void open(Connection connection) throws IOException {
        if (consumer.isPresent()) {
            consumer.get().batches().stop();
            // also makes the client library forget the consumer, else it would be back beside the new one
            consumer.get().channel().abort();
            consumer = Optional.empty();
        }
        var channel = connection.createChannel();
        try {
            topology.declareExchanges(channel);
            topology.declareNodeQueue(channel);
            bindings.bindAgain();
            consumer = Optional.of(new Consuming(
                    channel, BatchConsumer.start(channel, topology.nodeQueue(), BOUNDS, this::take, threads)));
        } catch (IOException e) {
            channel.abort();
            throw e;
        }
    }

    void end(@Observes Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        consumer.ifPresent(c -> c.batches().stop());
    }

    private void take(List<Delivery> batch, Runnable ack) {
        batch.forEach(this::take);
        ack.run();
    }

    @SuppressWarnings("try")
    private void take(Delivery d) {
        var isEvent = d.getEnvelope().getExchange().equals(Topology.EVENTS);
        try (var fields = fields(d)) {
            if (isEvent && d.getEnvelope().getRoutingKey().equals(Topology.ALL_NODES)) {
                answers.answer(d);
            } else if (isEvent) {
                deliver(d);
            } else {
                receipt(d);
            }
        } catch (Json.NotJson | Fields.Unfit | IllegalArgumentException e) {
            meters.count("recado.delivery.unreadable", "what", isEvent ? "event" : "receipt");
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "passed over from {0}: {1}",
                    d.getEnvelope().getRoutingKey(),
                    e.getMessage());
        }
    }

    // events of no trace begin none: a node hears many
    @SuppressWarnings("try")
    private void deliver(Delivery d) {
        var parent = TraceHeaders.of(d.getProperties());
        if (!TraceHeaders.isTraced(parent)) {
            delivery.deliver(EventCodec.decode(d.getBody()));
            return;
        }
        var span = tracing.start("recado.events deliver", SpanKind.CONSUMER, parent);
        try (var scope = span.makeCurrent()) {
            delivery.deliver(EventCodec.decode(d.getBody()));
        } finally {
            span.end();
        }
    }

    private static LogFields fields(Delivery d) {
        var key = d.getEnvelope().getRoutingKey();
        // channel.<shard>.<id>
        var parts = key.split("\\.", 3);
        var channel = Optional.of(parts[parts.length - 1]).filter(c -> parts.length == 3 && parts[0].equals("channel"));
        return LogFields.of(LogFields.traceparent(d.getProperties()), channel, Optional.empty());
    }

    private void receipt(Delivery d) {
        var correlation = d.getProperties().getCorrelationId();
        if (correlation != null) {
            var receipt = ReceiptCodec.decode(d.getBody());
            Correlation.parse(correlation)
                    .ifPresentOrElse(
                            mine -> connections.acknowledge(mine, receipt),
                            () -> receipts.arrived(correlation, receipt));
        }
    }
}
