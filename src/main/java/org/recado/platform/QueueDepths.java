package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** How much waits in the queues of the road, asked of the broker itself so that it works on any broker. */
@ApplicationScoped
public class QueueDepths {

    private static final System.Logger LOG = System.getLogger(QueueDepths.class.getName());

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    /** One queue: messages that are ready, and who consumes. */
    public record Depth(String name, int messages, int consumers) {}

    /** The partitions, the dead letters, the notifications; without those that are not there or cannot be asked for. */
    public List<Depth> look() {
        var depths = new ArrayList<Depth>();
        for (var i = 0; i < topology.partitions(); i++) {
            look(Topology.partition(i)).ifPresent(depths::add);
        }
        look(Topology.DEAD).ifPresent(depths::add);
        look(Topology.NOTIFICATIONS).ifPresent(depths::add);
        return depths;
    }

    // a channel each: the broker closes it over a queue that is not there
    private Optional<Depth> look(String name) {
        try (var channel = amqp.channel(Amqp.Use.PUBLISH)) {
            var ok = channel.queueDeclarePassive(name);
            return Optional.of(new Depth(name, ok.getMessageCount(), ok.getConsumerCount()));
        } catch (IOException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "the queue " + name + " cannot be asked for", e);
            return Optional.empty();
        }
    }
}
