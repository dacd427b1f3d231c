package org.recado.delivery;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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

    private static final String CHANNEL = "channel.";
    private static final String PASSING = "passing.";

    private final Map<String, Integer> listeners = new HashMap<>();
    private Optional<Channel> channel = Optional.empty();
    private boolean isReady;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    /** The node's queue has been declared: binds it to what is followed already, and from now on to what will be. */
    synchronized void bindAgain() throws IOException {
        for (var shard : listeners.keySet()) {
            queueBind(shard);
        }
        isReady = true;
    }

    @Override
    public synchronized void follow(TopicName topic) {
        var shard = shard(topic);
        if (!listeners.containsKey(shard)) {
            bind(shard);
        }
        listeners.merge(shard, 1, Integer::sum);
    }

    private void bind(String shard) {
        try {
            if (!isReady) {
                throw new IOException("the node's queue is not there yet");
            }
            queueBind(shard);
        } catch (IOException | AlreadyClosedException e) {
            LOG.log(System.Logger.Level.WARNING, "a shard could not be bound: {0}", e.toString());
            throw new Refused(Reason.UNAVAILABLE, "the broker is away", Optional.of(Duration.ofSeconds(1)));
        }
    }

    private void queueBind(String shard) throws IOException {
        for (var pattern : patterns(shard)) {
            channel().queueBind(topology.nodeQueue(), Topology.EVENTS, pattern);
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
        var shard = shard(topic);
        if (listeners.merge(shard, -1, Integer::sum) == 0) {
            listeners.remove(shard);
            unbind(shard);
        }
    }

    private void unbind(String shard) {
        try {
            if (channel.isPresent()) {
                for (var pattern : patterns(shard)) {
                    channel.get().queueUnbind(topology.nodeQueue(), Topology.EVENTS, pattern);
                }
            }
        } catch (IOException | AlreadyClosedException e) {
            // a binding too many costs events that nobody here needs, until the queue goes with its connection
            LOG.log(System.Logger.Level.INFO, "a shard could not be unbound: {0}", e.toString());
        }
    }

    private static String shard(TopicName topic) {
        return topic.kind() + "." + Shard.of(topic.id());
    }

    // beside a channel's events, what passes in it
    private static List<String> patterns(String shard) {
        return shard.startsWith(CHANNEL)
                ? List.of(shard + ".#", PASSING + shard.substring(CHANNEL.length()) + ".#")
                : List.of(shard + ".#");
    }
}
