package org.recado.delivery;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.event.Shard;
import org.recado.platform.Amqp;
import org.recado.platform.Topology;
import org.recado.socket.Shards;
import org.recado.socket.TopicName;

/**
 * Binds this node's queue to the shards its topics are in, each while somebody needs it. A shard holds many channels, so
 * bindings are few and change seldom.
 */
@ApplicationScoped
class ShardBindings implements Shards {

    private static final System.Logger LOG = System.getLogger(ShardBindings.class.getName());

    private final Map<String, Integer> listeners = new HashMap<>();
    private Optional<Channel> channel = Optional.empty();
    private boolean isReady;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    /** The node's queue has been declared: binds it to what is followed already, and from now on to what will be. */
    synchronized void bindAgain() throws IOException {
        for (var pattern : listeners.keySet()) {
            channel().queueBind(topology.nodeQueue(), Topology.EVENTS, pattern);
        }
        isReady = true;
    }

    @Override
    public synchronized void follow(TopicName topic) {
        var pattern = pattern(topic);
        if (!listeners.containsKey(pattern)) {
            bind(pattern);
        }
        listeners.merge(pattern, 1, Integer::sum);
    }

    private void bind(String pattern) {
        try {
            if (!isReady) {
                throw new IOException("the node's queue is not there yet");
            }
            channel().queueBind(topology.nodeQueue(), Topology.EVENTS, pattern);
        } catch (IOException | AlreadyClosedException e) {
            LOG.log(System.Logger.Level.WARNING, "a shard could not be bound: {0}", e.toString());
            throw new Refused(Reason.UNAVAILABLE, "the broker is away", Optional.of(Duration.ofSeconds(1)));
        }
    }

    // a channel that the broker closed stays closed, other than one whose connection was lost
    private Channel channel() throws IOException {
        if (channel.filter(Channel::isOpen).isEmpty()) {
            channel = Optional.of(amqp.channel(Amqp.Use.CONSUME));
        }
        return channel.get();
    }

    @Override
    public synchronized void unfollow(TopicName topic) {
        var pattern = pattern(topic);
        if (listeners.merge(pattern, -1, Integer::sum) == 0) {
            listeners.remove(pattern);
            unbind(pattern);
        }
    }

    private void unbind(String pattern) {
        try {
            if (channel.isPresent()) {
                channel.get().queueUnbind(topology.nodeQueue(), Topology.EVENTS, pattern);
            }
        } catch (IOException | AlreadyClosedException e) {
            // a binding too many costs events that nobody here needs, until the queue goes with its connection
            LOG.log(System.Logger.Level.INFO, "a shard could not be unbound: {0}", e.toString());
        }
    }

    private static String pattern(TopicName topic) {
        return topic.kind() + "." + Shard.of(topic.id()) + ".#";
    }
}
