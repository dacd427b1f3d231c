package org.recado.socket;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.recado.auth.Caller;

/** One client: who it is, what it has joined, its inbound work in order and its outbound queue. */
final class Connection {

    private final String id;
    private final Caller caller;
    private final Outbox outbox;
    private final Turns turns;
    private final Inflow inflow;
    private final Entrance entrance;
    private final Map<String, Subscription> joined = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> unconfirmed = new ConcurrentHashMap<>();
    private final AtomicLong commands = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private volatile boolean leaving;

    Connection(String id, Caller caller, Outbox outbox, Turns turns, Inflow inflow, Entrance entrance) {
        this.id = id;
        this.caller = caller;
        this.outbox = outbox;
        this.turns = turns;
        this.inflow = inflow;
        this.entrance = entrance;
    }

    String id() {
        return id;
    }

    Caller caller() {
        return caller;
    }

    Outbox outbox() {
        return outbox;
    }

    Turns turns() {
        return turns;
    }

    Inflow inflow() {
        return inflow;
    }

    Entrance entrance() {
        return entrance;
    }

    /** Counts a frame of the client's. */
    void heard() {
        received.incrementAndGet();
    }

    /** How many frames the client has sent. */
    long received() {
        return received.get();
    }

    /** The current join of a topic. */
    Optional<Subscription> joined(String topic) {
        return Optional.ofNullable(joined.get(topic));
    }

    Collection<Subscription> joined() {
        return List.copyOf(joined.values());
    }

    void add(Subscription subscription) {
        joined.put(subscription.topic(), subscription);
    }

    void remove(Subscription subscription) {
        joined.remove(subscription.topic(), subscription);
    }

    /** The number of a new command, whose sender must hear of its confirm before it hears of its receipt. */
    String command() {
        var number = Long.toString(commands.incrementAndGet());
        unconfirmed.put(number, new CompletableFuture<>());
        return number;
    }

    /** The sender has been told whether the command was accepted. */
    void confirmed(String command) {
        Optional.ofNullable(unconfirmed.remove(command)).ifPresent(c -> c.complete(null));
    }

    /** Done when the sender has been told whether the command was accepted. */
    CompletionStage<Void> confirmation(String command) {
        return Optional.ofNullable(unconfirmed.get(command)).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** Whether it has been told to leave; what it still asks is let go, and asked again elsewhere. */
    boolean isLeaving() {
        return leaving;
    }

    /** Ends it once what it has asked so far is done, its commands are answered, and what waits has been written. */
    void leave(CloseCode code, String detail) {
        leaving = true;
        turns.add(() -> allConfirmed().thenRun(() -> outbox.finish(code, detail)));
    }

    private CompletionStage<Void> allConfirmed() {
        return CompletableFuture.allOf(unconfirmed.values().toArray(CompletableFuture[]::new));
    }
}
