package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How much waits in the queues of the road, asked of the broker itself so that it works on any broker. */
@ApplicationScoped
public class QueueDepths {

    private static final System.Logger LOG = System.getLogger(QueueDepths.class.getName());

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    @ConfigProperty(name = "recado.notification.enabled")
    boolean hasNotifications;

    /** One queue: messages that are ready, and who consumes. */
    public record Depth(String name, int messages, int consumers) {}

    /** The partitions, the dead letters, the notifications; empty while the broker cannot be asked for all of them. */
    public List<Depth> look() {
        var names = new ArrayList<String>();
        for (var i = 0; i < topology.partitions(); i++) {
            names.add(Topology.partition(i));
        }
        names.add(Topology.DEAD);
        if (hasNotifications) {
            names.add(Topology.NOTIFICATIONS);
        }
        try (var channel = amqp.channel(Amqp.Use.PUBLISH)) {
            var depths = new ArrayList<Depth>();
            for (var name : names) {
                var ok = channel.queueDeclarePassive(name);
                depths.add(new Depth(name, ok.getMessageCount(), ok.getConsumerCount()));
            }
            return depths;
        } catch (IOException | TimeoutException e) {
            LOG.log(System.Logger.Level.DEBUG, "the queues cannot be asked", e);
            return List.of();
        }
    }
}
