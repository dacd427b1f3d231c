package org.recado.socket;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.recado.command.Receipt;
import org.recado.command.ReceiptCodec;
import org.recado.id.UserId;
import org.recado.platform.Meters;

/** Who is here, by topic. What is told to a topic is encoded once for all its connections. */
@ApplicationScoped
public class Connections {

    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(10);

    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Map<TopicName, Set<Subscription>> byTopic = new ConcurrentHashMap<>();
    private final Object none = new Object();
    // who is let in and never comes, as one whose line breaks meanwhile, is forgotten
    private final Cache<Object, Boolean> arriving = Caffeine.newBuilder()
            .expireAfterWrite(ARRIVES_WITHIN)
            .executor(Runnable::run)
            .build();

    @Inject
    Meters meters;

    @PostConstruct
    void start() {
        meters.gauge("recado.socket.connections", connections::size);
        meters.gauge("recado.socket.topics", byTopic::size);
    }

    /** How many clients are connected. */
    int count() {
        return connections.size();
    }

    /** Somebody may be let in; the answer is to be called once they are here, or are not let in. */
    Runnable arriving() {
        var someone = new Object();
        arriving.put(someone, true);
        return () -> {
            arriving.invalidate(someone);
            gone();
        };
    }

    void opened(Connection connection) {
        connections.put(connection.id(), connection);
    }

    void closed(Connection connection) {
        connections.remove(connection.id());
        gone();
    }

    private void gone() {
        if (isEmpty()) {
            synchronized (none) {
                none.notifyAll();
            }
        }
    }

    private boolean isEmpty() {
        return connections.isEmpty() && isNobodyArriving();
    }

    private boolean isNobodyArriving() {
        arriving.cleanUp();
        return arriving.asMap().isEmpty();
    }

    /** All clients. */
    List<Connection> all() {
        return List.copyOf(connections.values());
    }

    /** A user's clients, but for those that have been sent away. */
    List<Connection> of(UserId user) {
        return connections.values().stream()
                .filter(c -> c.caller().user().equals(user) && !c.outbox().isShut())
                .toList();
    }

    /** Some of those who have not been told to leave. */
    List<Connection> staying(int atMost) {
        return connections.values().stream()
                .filter(c -> !c.isLeaving())
                .limit(atMost)
                .toList();
    }

    /** Waits for the last client to go, and for those who are arriving; false where the time was over first. */
    boolean awaitNone(Duration atMost) throws InterruptedException {
        var end = System.nanoTime() + atMost.toNanos();
        synchronized (none) {
            while (!isEmpty()) {
                var left = end - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(none, left);
            }
        }
        return true;
    }

    void add(TopicName topic, Subscription subscription) {
        byTopic.compute(topic, (t, before) -> {
            var subscriptions = before == null ? ConcurrentHashMap.<Subscription>newKeySet() : before;
            subscriptions.add(subscription);
            return subscriptions;
        });
    }

    void remove(TopicName topic, Subscription subscription) {
        byTopic.computeIfPresent(topic, (t, subscriptions) -> {
            subscriptions.remove(subscription);
            return subscriptions.isEmpty() ? null : subscriptions;
        });
    }

    /** All joins of a topic. */
    Collection<Subscription> of(TopicName topic) {
        return byTopic.getOrDefault(topic, Set.of());
    }

    /** How many connections have joined the topic. */
    public int listeners(TopicName topic) {
        return of(topic).size();
    }

    /** The topics someone here has joined. */
    public Set<TopicName> topics() {
        return Set.copyOf(byTopic.keySet());
    }

    /** Whether anyone here has joined the topic. */
    public boolean hear(TopicName topic) {
        return byTopic.containsKey(topic);
    }

    /** The seq up to which everyone here whose join is answered has been told; empty where there is nobody. */
    public OptionalLong reached(TopicName topic) {
        return of(topic).stream()
                .map(Subscription::reached)
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .min();
    }

    /**
     * Tells all connections of a topic what has a place in it; who has it already is passed over.
     *
     * @return how many were told
     */
    public int broadcast(TopicName topic, long seq, String event, Consumer<JsonGenerator> payload) {
        var listeners = List.copyOf(of(topic));
        var told = 0;
        if (!listeners.isEmpty()) {
            var packet = FrameCodec.broadcast(topic.toString(), event, payload);
            for (var listener : listeners) {
                told += listener.event(seq, packet) ? 1 : 0;
            }
            meters.count("recado.socket.frames", told, "direction", "out");
        }
        return told;
    }

    /** Tells all connections of a topic something without a place. */
    public int broadcast(TopicName topic, String event, Consumer<JsonGenerator> payload) {
        return broadcast(topic, 0, event, payload);
    }

    /** Tells all connections of a topic, but those of one user, what is of use only now; who reads slowly is passed over. */
    public void pass(TopicName topic, UserId butNot, String event, Consumer<JsonGenerator> payload) {
        var listeners = of(topic).stream().filter(s -> !s.user().equals(butNot)).toList();
        if (!listeners.isEmpty()) {
            var packet = FrameCodec.broadcast(topic.toString(), event, payload);
            listeners.forEach(s -> s.passing(packet));
            meters.count("recado.socket.frames", listeners.size(), "direction", "out");
        }
    }

    /** Asks everyone in the topic to join again: what comes next cannot be told without a hole. */
    public void lose(TopicName topic) {
        of(topic).forEach(Subscription::lose);
    }

    /** Tells the sending connection what became of its command; another node's or a gone one's is let go. */
    public void acknowledge(Correlation correlation, Receipt receipt) {
        Optional.ofNullable(connections.get(correlation.connection()))
                .ifPresent(connection -> connection
                        .confirmation(correlation.command())
                        .thenRun(() -> acknowledge(connection, correlation, receipt)));
    }

    private static void acknowledge(Connection connection, Correlation correlation, Receipt receipt) {
        connection
                .joined(TopicName.of(correlation.channel()).toString())
                .ifPresent(s -> s.connection()
                        .outbox()
                        .must(FrameCodec.push(
                                s.joinRef(),
                                JsonValue.NULL,
                                s.topic(),
                                "message_ack",
                                g -> ReceiptCodec.write(g, receipt))));
    }
}
