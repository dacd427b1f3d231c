package org.recado.platform;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The names on the broker (the contract, sections 1 and 2) and how they are declared. It asks the broker what it is:
 * on RabbitMQ queues are quorum queues; elsewhere they are plain durable ones and there is one partition.
 */
@ApplicationScoped
public class Topology {

    public static final String COMMANDS = "recado.commands";
    public static final String COMMANDS_HASH = "recado.commands.hash";
    /** There while the partitions are bound in their order; transient, so that it goes when the broker forgets the order. */
    public static final String COMMANDS_RING = "recado.commands.ring";

    public static final String DEAD = "recado.commands.dead";
    public static final String EVENTS = "recado.events";
    /** What was said, for those who were not there. */
    public static final String NOTIFICATIONS = "recado.notifications";

    /** By which all edge nodes are asked something at once; each answers to the {@code reply_to}. */
    public static final String ALL_NODES = "node.all";

    private static final String ALL_OF_CHANNELS = "channel.#";
    private static final String NOWHERE = "recado.nowhere";
    private static final long CONFIRM_MS = 5_000;
    private static final String NODE_QUEUE = "recado.events.node.";

    @Inject
    @ConfigProperty(name = "recado.commands.partitions")
    int partitions;

    @Inject
    @ConfigProperty(name = "recado.notification.enabled")
    boolean isNotifying;

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

    /** Declares the two exchanges, all that an edge needs beside its own queue. */
    public void declareExchanges(Channel channel) throws IOException {
        Declaring.exchange(channel, COMMANDS, "topic", true);
        Declaring.exchange(channel, EVENTS, "topic", true);
    }

    /** The same, and the channel is gone where it fails. */
    public void declareExchangesOrAbort(Channel channel) throws IOException {
        try {
            declareExchanges(channel);
        } catch (IOException e) {
            channel.abort();
            throw e;
        }
    }

    /** Declares this node's own queue, which goes with its connection, and binds it to what all nodes are asked. */
    public void declareNodeQueue(Channel channel) throws IOException {
        try {
            channel.queueDeclare(nodeQueue(), false, true, true, Map.of());
            channel.queueBind(nodeQueue(), EVENTS, ALL_NODES);
        } catch (IOException e) {
            if (Declaring.isClosedBy(e, AMQP.ACCESS_REFUSED)) {
                throw new Unfit(
                        "the broker's user may not have this node's own queue: give it the rights \"configure\","
                                + " \"write\" and \"read\" for ^recado\\.events\\.node\\. and \"read\" for " + EVENTS
                                + " (docs/surroundings.md)");
            }
            throw e;
        }
        if (isRabbit(channel)) {
            requireExchanges(channel);
        }
    }

    /**
     * Declares all of it; the same again changes nothing.
     *
     * @throws Unfit where the broker cannot have it
     */
    public void declare(Channel channel) throws IOException {
        var rabbit = isRabbit(channel);
        if (partitions > 1 && !rabbit) {
            throw new Unfit("recado.commands.partitions is " + partitions
                    + ", but this broker is no RabbitMQ and has no consistent-hash exchange: set it to 1");
        }
        try {
            declareExchanges(channel);
            Map<String, Object> type = rabbit ? Map.of("x-queue-type", "quorum") : Map.of();
            Declaring.queue(channel, DEAD, type);
            // with the others: RabbitMQ 3.10 that is killed soon after loses a quorum queue which was declared apart
            if (isNotifying) {
                declareNotifications(channel, rabbit);
            }
            for (var i = 0; i < partitions; i++) {
                Declaring.queue(channel, partition(i), oneAtATime(rabbit));
            }
            bindPartitions(channel);
            if (rabbit) {
                requireExchanges(channel);
                requireAnswers(channel);
            }
        } catch (IOException e) {
            throw explained(e);
        }
    }

    // by a change of nothing: a binding that never was is taken away, for which one must write to one and read the
    // other
    private static void requireExchanges(Channel channel) throws IOException {
        channel.exchangeUnbind(COMMANDS, EVENTS, NOWHERE);
        channel.exchangeUnbind(EVENTS, COMMANDS, NOWHERE);
    }

    // receipts and dead letters go by the default exchange: a message to nobody
    private static void requireAnswers(Channel channel) throws IOException {
        channel.confirmSelect();
        channel.basicPublish("", NOWHERE, new AMQP.BasicProperties(), new byte[0]);
        try {
            channel.waitForConfirms(CONFIRM_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("this node stops", e);
        } catch (TimeoutException e) {
            throw new IOException("the broker does not confirm", e);
        } catch (ShutdownSignalException e) {
            throw new IOException("the broker takes no answers", e);
        }
    }

    private static Map<String, Object> oneAtATime(boolean isRabbit) {
        return isRabbit
                ? Map.of("x-queue-type", "quorum", "x-single-active-consumer", true)
                : Map.of("x-single-active-consumer", true);
    }

    /** Declares the queue of notifications again, where a broker has lost it. */
    public void declareNotifications(Channel channel) throws IOException {
        try {
            declareExchanges(channel);
            declareNotifications(channel, isRabbit(channel));
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private static void declareNotifications(Channel channel, boolean isRabbit) throws IOException {
        Declaring.queue(channel, NOTIFICATIONS, oneAtATime(isRabbit));
        channel.queueBind(NOTIFICATIONS, EVENTS, ALL_OF_CHANNELS);
    }

    /** Nothing more comes into the queue of notifications, if there is one; what is in it stays. */
    public void forgetNotifications(Channel channel) throws IOException {
        if (exists(channel.getConnection(), asked -> asked.queueDeclarePassive(NOTIFICATIONS))) {
            declareExchanges(channel);
            channel.queueUnbind(NOTIFICATIONS, EVENTS, ALL_OF_CHANNELS);
        }
    }

    private void bindPartitions(Channel channel) throws IOException {
        if (partitions == 1) {
            channel.queueBind(partition(0), COMMANDS, "#");
            return;
        }
        Declaring.exchange(channel, COMMANDS_HASH, "x-consistent-hash", true);
        if (!exists(channel.getConnection(), COMMANDS_RING)) {
            for (var i = 1; i < partitions; i++) {
                channel.queueUnbind(partition(i), COMMANDS_HASH, "1");
            }
        }
        for (var i = 0; i < partitions; i++) {
            channel.queueBind(partition(i), COMMANDS_HASH, "1");
        }
        Declaring.ownExchange(channel, COMMANDS_RING, "fanout");
        channel.exchangeBind(COMMANDS_HASH, COMMANDS, "#");
    }

    /**
     * Whether a channel's commands go where they have always gone. A RabbitMQ that was stopped as a whole binds the
     * partitions anew in an order of its own; until a core has put that right nobody should publish.
     */
    public static boolean isInOrder(Connection connection) throws IOException {
        return !exists(connection, COMMANDS_HASH) || exists(connection, COMMANDS_RING);
    }

    /** Whether the partitions are as a core has bound them, so far as their number lets the order change at all. */
    public boolean isBound(Connection connection) throws IOException {
        // asked again and again, and a broker keeps a line of its log for each exchange that is not there
        return partitions == 1 || exists(connection, COMMANDS_RING);
    }

    private interface Question {
        void ask(Channel channel) throws IOException;
    }

    private static boolean exists(Connection connection, String exchange) throws IOException {
        return exists(connection, channel -> channel.exchangeDeclarePassive(exchange));
    }

    private static boolean exists(Connection connection, Question question) throws IOException {
        try (var channel = connection.createChannel()) {
            question.ask(channel);
            return true;
        } catch (IOException e) {
            if (isNotFound(e)) {
                return false;
            }
            throw e;
        } catch (TimeoutException e) {
            throw new IOException("the channel would not close", e);
        }
    }

    private static boolean isNotFound(Exception failure) {
        return closed(failure) instanceof AMQP.Channel.Close close && close.getReplyCode() == AMQP.NOT_FOUND;
    }

    /** Takes the bindings away that only an earlier number of partitions needs. */
    public void unbind(Channel channel, int earlier) throws IOException {
        if (earlier == 1) {
            channel.queueUnbind(partition(0), COMMANDS, "#");
        } else if (partitions == 1) {
            channel.exchangeDelete(COMMANDS_HASH);
            channel.exchangeDelete(COMMANDS_RING);
            return;
        }
        for (var i = partitions; i < earlier; i++) {
            channel.queueUnbind(partition(i), COMMANDS_HASH, "1");
        }
    }

    /** Whether none of the first {@code many} partitions holds a message or has a consumer. */
    public static boolean areIdle(Connection connection, int many) {
        return IntStream.range(0, many).allMatch(i -> isIdle(connection, partition(i)));
    }

    private static boolean isIdle(Connection connection, String queue) {
        try (var channel = connection.createChannel()) {
            var found = channel.queueDeclarePassive(queue);
            return found.getMessageCount() == 0 && found.getConsumerCount() == 0;
        } catch (IOException | TimeoutException e) {
            return isNotFound(e);
        }
    }

    private static IOException explained(IOException failure) {
        if (closed(failure) instanceof AMQP.Channel.Close close && close.getReplyCode() == AMQP.PRECONDITION_FAILED) {
            return new Unfit("the broker has a queue or exchange of this name with other arguments ("
                    + close.getReplyText() + "): when it is empty delete it, and this node declares it anew");
        }
        if (closed(failure) instanceof AMQP.Connection.Close close && close.getReplyCode() == AMQP.COMMAND_INVALID) {
            return new Unfit(
                    "recado.commands.partitions over 1 needs RabbitMQ's plugin rabbitmq_consistent_hash_exchange ("
                            + close.getReplyText() + "): enable it on every broker node, or set the key to 1");
        }
        return failure;
    }

    private static Object closed(Exception failure) {
        return failure.getCause() instanceof ShutdownSignalException signal ? signal.getReason() : failure;
    }

    private static boolean isRabbit(Channel channel) {
        return "RabbitMQ"
                .equals(String.valueOf(
                        channel.getConnection().getServerProperties().get("product")));
    }
}
