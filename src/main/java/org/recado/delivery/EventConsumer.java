package org.recado.delivery;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoveryListener;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.recado.command.ReceiptCodec;
import org.recado.command.Receipts;
import org.recado.event.EventCodec;
import org.recado.platform.Amqp;
import org.recado.platform.BatchConsumer;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.Topology;
import org.recado.socket.Connections;
import org.recado.socket.Correlation;

/**
 * Takes what comes on this node's own queue: events by their shard, receipts by the queue's name. What it cannot read,
 * such as a later version's event, is counted and passed over.
 */
@ApplicationScoped
class EventConsumer {

    private static final System.Logger LOG = System.getLogger(EventConsumer.class.getName());
    private static final int BATCH = 256;

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
    Meters meters;

    @Resource
    ManagedThreadFactory threads;

    void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
        if (node.isEdge()) {
            amqp.whenConnected(Amqp.Use.CONSUME, this::consume);
        }
    }

    private void consume(Connection connection) {
        try {
            var channel = connection.createChannel();
            topology.declare(channel);
            channel.queueDeclare(topology.nodeQueue(), false, true, true, Map.of());
            BatchConsumer.start(channel, topology.nodeQueue(), BATCH, this::take, threads);
            bindings.ready();
            ((Recoverable) connection).addRecoveryListener(caughtUp());
        } catch (IOException e) {
            throw new UncheckedIOException("the broker would not give this node its queue", e);
        }
    }

    // the client library has declared and bound the queue again by then; what was said meanwhile did not come
    private RecoveryListener caughtUp() {
        return new RecoveryListener() {
            @Override
            public void handleRecovery(Recoverable recovered) {
                threads.newThread(delivery::catchUp).start();
            }

            @Override
            public void handleRecoveryStarted(Recoverable recovering) {
                LOG.log(System.Logger.Level.WARNING, "this node hears no events until the broker is back");
            }
        };
    }

    private void take(List<Delivery> batch) {
        batch.forEach(this::take);
    }

    private void take(Delivery d) {
        var isEvent = d.getEnvelope().getExchange().equals(Topology.EVENTS);
        try {
            if (isEvent) {
                delivery.deliver(EventCodec.decode(d.getBody()));
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
