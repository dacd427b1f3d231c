package org.recado.chaos;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/** A gateway's own durable queue of all events, heard from the first to the last, with the broker's repeats dropped by seq. */
final class OutsideQueue implements AutoCloseable {
    private static final String QUEUE = "chaos.outside";
    private static final int WINDOW = 1_000;
    private static final Duration RETRY = Duration.ofMillis(200);

    private final ConnectionFactory factory;
    private final List<Address> brokers;
    private final Canon canon;
    private final Pulse pulse;
    private final Lanes lanes;
    private final Verdict verdict;
    private final Map<String, Long> reached = new HashMap<>();
    private final Map<String, TreeMap<Long, String>> missing = new HashMap<>();
    private final Set<String> notifications = new HashSet<>();
    private int repeats;
    private int repeatedNotifications;
    private volatile Connection connection;
    private volatile boolean closed;

    OutsideQueue(
            ConnectionFactory factory, List<Address> brokers, Canon canon, Pulse pulse, Lanes lanes, Verdict verdict) {
        this.factory = factory;
        this.brokers = brokers;
        this.canon = canon;
        this.pulse = pulse;
        this.lanes = lanes;
        this.verdict = verdict;
    }

    /** Returns when the queue is bound; from then on nothing passes it by. */
    void open() throws IOException, TimeoutException {
        var gone = listen();
        var thread = new Thread(() -> keep(gone), QUEUE);
        thread.setDaemon(true);
        thread.start();
    }

    private void keep(CountDownLatch first) {
        var gone = first;
        while (!closed) {
            try {
                gone.await();
                Pause.of(RETRY);
                gone = closed ? gone : listen();
            } catch (IOException | TimeoutException | AlreadyClosedException e) {
                // the broker is down: the latch is open still, so the loop comes back here
                connection.abort();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private CountDownLatch listen() throws IOException, TimeoutException {
        var gone = new CountDownLatch(1);
        connection = factory.newConnection(brokers, "chaos-outside");
        var channel = connection.createChannel();
        channel.addShutdownListener(cause -> gone.countDown());
        channel.queueDeclare(QUEUE, true, false, false, kind());
        channel.queueBind(QUEUE, "recado.events", "channel.#");
        channel.queueBind(QUEUE, "recado.events", "user.#");
        channel.basicQos(WINDOW);
        channel.basicConsume(QUEUE, false, (tag, delivery) -> take(channel, delivery), tag -> gone.countDown());
        return gone;
    }

    // on a cluster only a quorum queue outlives the node that it is on
    private Map<String, Object> kind() {
        return brokers.size() > 1 ? Map.of("x-queue-type", "quorum") : Map.of();
    }

    private void take(Channel channel, Delivery delivery) throws IOException {
        try (var reader = Json.createReader(new ByteArrayInputStream(delivery.getBody()))) {
            hear(reader.readObject());
        }
        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
    }

    private synchronized void hear(JsonObject event) {
        var type = event.getString("type");
        if (type.equals("command.rejected")) {
            verdict.disagree("a command was rejected: %s", event);
        } else if (type.equals("member.notified")) {
            repeatedNotifications += notifications.add(event.getString("id")) ? 0 : 1;
        } else if (type.startsWith("message.")) {
            hear(
                    event,
                    event.getString("channel_id"),
                    event.getJsonNumber("seq").longValue());
        }
    }

    private void hear(JsonObject event, String channel, long seq) {
        var last = reached.getOrDefault(channel, 0L);
        canon.hear("the outside queue", channel, seq, event.getString("id"));
        if (seq <= last) {
            repeat(channel, seq);
            return;
        }
        for (var hole = last + 1; hole < seq; hole++) {
            missing.computeIfAbsent(channel, c -> new TreeMap<>())
                    .put(hole, "had " + seq + " after " + last + " at " + Instant.now());
        }
        reached.put(channel, seq);
        if (event.getString("type").equals("message.created")) {
            lanes.learned(event.getString("client_id"), event.getString("id"));
        }
        pulse.heard(channel);
    }

    private void repeat(String channel, long seq) {
        var instead = missing.getOrDefault(channel, new TreeMap<>()).remove(seq);
        if (instead == null) {
            repeats++;
        } else {
            verdict.reordered("the outside queue had %s/%d at %s, but %s", channel, seq, Instant.now(), instead);
        }
    }

    synchronized long reached(String channel) {
        return reached.getOrDefault(channel, 0L);
    }

    /** The ids of all notifications that were told. */
    synchronized Set<String> notifications() {
        return Set.copyOf(notifications);
    }

    /** How many were told again, with the id they had. */
    synchronized int repeatedNotifications() {
        return repeatedNotifications;
    }

    synchronized int repeats() {
        return repeats;
    }

    /** To be called at the end: what never came. */
    synchronized void tellHoles() {
        missing.forEach((channel, holes) -> holes.forEach(
                (seq, instead) -> verdict.lost("the outside queue never had %s/%d, but %s", channel, seq, instead)));
    }

    @Override
    public void close() {
        closed = true;
        connection.abort();
    }
}
