package org.recado.chaos;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Address;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import jakarta.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** One user's commands by AMQP. What the broker did not confirm, or gave back, is published again. */
final class Publisher implements Runnable {
    private static final int PERSISTENT = 2;
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = Duration.ofSeconds(15).toNanos();

    private record Waiting(Lane.Sending sending, long since) {}

    private final ConnectionFactory factory;
    private final List<Address> brokers;
    private final List<Lane> lanes;
    private final Duration period;
    private final BooleanSupplier fresh;
    private final TreeMap<Long, Waiting> waiting = new TreeMap<>();
    private final Set<String> returned = new HashSet<>();
    private volatile boolean stopped;
    private int turn;

    /** @param fresh whether new commands are wanted, not only those again that were not confirmed */
    Publisher(
            ConnectionFactory factory,
            List<Address> brokers,
            List<Lane> lanes,
            Duration period,
            BooleanSupplier fresh) {
        this.factory = factory;
        this.brokers = brokers;
        this.lanes = lanes;
        this.period = period;
        this.fresh = fresh;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        while (!stopped) {
            try (var connection = factory.newConnection(brokers, "chaos-publisher")) {
                publish(connection);
            } catch (IOException | TimeoutException | AlreadyClosedException e) {
                // the broker or the wire is gone, which is what this run is about
                Pause.of(RETRY);
            } finally {
                giveUpWaiting();
            }
        }
    }

    private void publish(Connection connection) throws IOException, TimeoutException {
        // a gateway that wants order asks this of each new connection, as our own edge does
        if (!exists(connection, "recado.commands.ring")) {
            Pause.of(RETRY);
            return;
        }
        var channel = connection.createChannel();
        channel.confirmSelect();
        channel.addConfirmListener(this::acked, this::nacked);
        channel.addReturnListener(back -> returned(back.getProperties().getMessageId()));
        while (!stopped && channel.isOpen()) {
            if (isOverdue()) {
                connection.abort();
                return;
            }
            publishNext(channel);
            Pause.of(period);
        }
    }

    private static boolean exists(Connection connection, String exchange) throws IOException, TimeoutException {
        try (var channel = connection.createChannel()) {
            channel.exchangeDeclarePassive(exchange);
            return true;
        } catch (IOException e) {
            if (e.getCause() instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private void publishNext(Channel channel) throws IOException {
        for (var i = 0; i < lanes.size(); i++) {
            var lane = lanes.get(turn++ % lanes.size());
            var next = lane.next(fresh.getAsBoolean());
            if (next.isPresent()) {
                publish(channel, next.get());
                return;
            }
        }
    }

    private void publish(Channel channel, Lane.Sending sending) throws IOException {
        synchronized (this) {
            waiting.put(channel.getNextPublishSeqNo(), new Waiting(sending, System.nanoTime()));
        }
        var properties = new BasicProperties.Builder()
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .messageId(sending.key())
                .build();
        channel.basicPublish("recado.commands", sending.lane().channel(), true, properties, body(sending));
    }

    private static byte[] body(Lane.Sending sending) {
        var object = Json.createObjectBuilder()
                .add("sender_id", sending.lane().user())
                .add("channel_id", sending.lane().channel())
                .add("client_id", sending.key())
                .add("timestamp", Instant.now().toString());
        switch (sending.kind()) {
            case CREATE -> object.add("message", sending.text());
            case EDIT ->
                object.add("type", "message.edit")
                        .add("message_id", sending.messageId())
                        .add("message", sending.text());
            case DELETE -> object.add("type", "message.delete").add("message_id", sending.messageId());
        }
        return object.build().toString().getBytes(StandardCharsets.UTF_8);
    }

    private synchronized void acked(long tag, boolean multiple) {
        for (var done : taken(tag, multiple)) {
            if (returned.remove(done.key())) {
                done.lane().again(done.number());
            } else {
                done.lane().accepted(done.number());
            }
        }
    }

    private synchronized void nacked(long tag, boolean multiple) {
        taken(tag, multiple).forEach(one -> one.lane().again(one.number()));
    }

    private List<Lane.Sending> taken(long tag, boolean multiple) {
        Map<Long, Waiting> those = waiting.subMap(multiple ? 0 : tag, true, tag, true);
        var sendings = those.values().stream().map(Waiting::sending).toList();
        those.clear();
        return sendings;
    }

    // comes before the confirm
    private synchronized void returned(String key) {
        returned.add(key);
    }

    private synchronized boolean isOverdue() {
        return !waiting.isEmpty()
                && System.nanoTime() - waiting.firstEntry().getValue().since() > PATIENCE_NANOS;
    }

    private synchronized void giveUpWaiting() {
        waiting.values().forEach(one -> one.sending().lane().again(one.sending().number()));
        waiting.clear();
        returned.clear();
    }
}
