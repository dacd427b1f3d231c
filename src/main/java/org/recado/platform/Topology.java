package org.recado.platform;

import com.rabbitmq.client.Channel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The names on the broker (the contract, sections 1 and 2) and how they are declared. It asks the broker what it is:
 * on RabbitMQ queues are quorum queues; elsewhere they are plain durable ones and there is one partition.
 */
@ApplicationScoped
public class Topology {

    public static final String COMMANDS = "recado.commands";
    public static final String COMMANDS_HASH = "recado.commands.hash";
    public static final String DEAD = "recado.commands.dead";
    public static final String EVENTS = "recado.events";

    private static final String NODE_QUEUE = "recado.events.node.";

    @Inject
    @ConfigProperty(name = "recado.commands.partitions")
    int partitions;

    @Inject
    Node node;

    public int partitions() {
        return partitions;
    }

    /** The queue of one partition. */
    public static String partition(int number) {
        return COMMANDS + "." + number;
    }

    /** This node's own queue: its events, and the receipts of the commands it published. */
    public String nodeQueue() {
        return NODE_QUEUE + node.name();
    }

    /** Declares both exchanges, the partitions and the dead letters; the same again changes nothing. */
    public void declare(Channel channel) throws IOException {
        var rabbit = isRabbit(channel);
        if (partitions > 1 && !rabbit) {
            throw new IllegalStateException("recado.commands.partitions > 1 needs RabbitMQ's consistent-hash exchange");
        }
        channel.exchangeDeclare(COMMANDS, "topic", true);
        channel.exchangeDeclare(EVENTS, "topic", true);
        Map<String, Object> type = rabbit ? Map.of("x-queue-type", "quorum") : Map.of();
        Map<String, Object> partition = rabbit
                ? Map.of("x-queue-type", "quorum", "x-single-active-consumer", true)
                : Map.of("x-single-active-consumer", true);
        channel.queueDeclare(DEAD, true, false, false, type);
        for (var i = 0; i < partitions; i++) {
            channel.queueDeclare(partition(i), true, false, false, partition);
        }
        bindPartitions(channel);
    }

    private void bindPartitions(Channel channel) throws IOException {
        if (partitions == 1) {
            channel.queueBind(partition(0), COMMANDS, "#");
            return;
        }
        channel.exchangeDeclare(COMMANDS_HASH, "x-consistent-hash", true);
        channel.exchangeBind(COMMANDS_HASH, COMMANDS, "#");
        for (var i = 0; i < partitions; i++) {
            channel.queueBind(partition(i), COMMANDS_HASH, "1");
        }
    }

    private static boolean isRabbit(Channel channel) {
        return "RabbitMQ"
                .equals(String.valueOf(
                        channel.getConnection().getServerProperties().get("product")));
    }
}
