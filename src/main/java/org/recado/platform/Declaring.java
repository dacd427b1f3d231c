package org.recado.platform;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;

/**
 * Declares exchanges and queues as a user that may not: then what an administrator has declared is enough. It is tried on
 * a channel of its own, since a refusal ends the channel, and without the client library's memory, which would try it
 * again after each reconnection.
 */
final class Declaring {

    private Declaring() {}

    private interface Look {
        void at(Channel channel) throws IOException;
    }

    static void exchange(Channel channel, String name, String type, boolean durable) throws IOException {
        var declare = new AMQP.Exchange.Declare.Builder().exchange(name).type(type);
        if (may(channel, durable ? declare.durable().build() : declare.build())) {
            channel.exchangeDeclare(name, type, durable);
        } else if (!isThere(channel, look -> look.exchangeDeclarePassive(name))) {
            throw lacking("exchange " + name + " (" + type + (durable ? ", durable)" : ")"));
        }
    }

    /** An exchange that says something by being there: nobody else may declare it for this node. */
    static void ownExchange(Channel channel, String name, String type) throws IOException {
        if (!may(
                channel,
                new AMQP.Exchange.Declare.Builder().exchange(name).type(type).build())) {
            throw lacking("exchange " + name + ", which each core declares itself");
        }
        channel.exchangeDeclare(name, type, false);
    }

    static void queue(Channel channel, String name, Map<String, Object> arguments) throws IOException {
        var declare = new AMQP.Queue.Declare.Builder().queue(name).durable().arguments(arguments);
        if (may(channel, declare.build())) {
            channel.queueDeclare(name, true, false, false, arguments);
        } else if (!isThere(channel, look -> look.queueDeclarePassive(name))) {
            throw lacking("queue " + name + " (durable, " + arguments + ")");
        }
    }

    private static boolean may(Channel asked, Method declare) throws IOException {
        var channel = passing(asked);
        try {
            channel.rpc(declare);
            return true;
        } catch (IOException e) {
            if (isClosedBy(e, AMQP.ACCESS_REFUSED)) {
                return false;
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    private static boolean isThere(Channel asked, Look look) throws IOException {
        var channel = passing(asked);
        try {
            look.at(channel);
            return true;
        } catch (IOException e) {
            if (isClosedBy(e, AMQP.NOT_FOUND)) {
                return false;
            }
            throw e;
        } finally {
            channel.abort();
        }
    }

    private static Channel passing(Channel asked) throws IOException {
        return asked.getConnection()
                .openChannel()
                .orElseThrow(() -> new IOException("the broker gives no more channels"));
    }

    private static Unfit lacking(String what) {
        return new Unfit(
                "the broker's user may not declare the " + what
                        + ", and it is not there: give the user the right \"configure\" for it, or declare it (docs/surroundings.md)");
    }

    static boolean isClosedBy(Exception failure, int code) {
        return failure.getCause() instanceof ShutdownSignalException signal
                && signal.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == code;
    }
}
