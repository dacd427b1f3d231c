package org.recado.deadletter;

import com.rabbitmq.client.AMQP.BasicProperties;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.deadletter.DeadLetter.State;
import org.recado.id.UserId;
import org.recado.platform.Amqp;
import org.recado.platform.Deadlines;
import org.recado.platform.Gateways;
import org.recado.platform.Outlet;
import org.recado.platform.Topology;

/**
 * Puts dead letters on the road again: the original bytes, properties and headers, to the partition of their channel. A
 * letter is replayed when the broker has confirmed it; one that the core buries again meanwhile goes on waiting.
 */
@ApplicationScoped
public class Replay {

    private static final System.Logger LOG = System.getLogger(Replay.class.getName());
    private static final int CHUNK = 100;
    private static final int CHUNK_BYTES = 8 * 1024 * 1024;
    private static final Duration A_CALL = Duration.ofSeconds(2);

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Gateways gateways;

    @Inject
    DeadLetters letters;

    @Inject
    DeadQueue queue;

    @Inject
    Deadlines deadlines;

    @Inject
    @ConfigProperty(name = "recado.commands.confirm-timeout-ms")
    int confirmTimeoutMs;

    private Outlet outlet;

    @PostConstruct
    void start() {
        outlet = new Outlet(amqp, topology, CHUNK, Duration.ofMillis(confirmTimeoutMs));
    }

    /** What came of one call: {@code remain} of the selected letters still wait. */
    public record Done(int replayed, int failed, long remain) {}

    /**
     * Replays one letter, whatever its state.
     *
     * @param seen the state in which it was seen: in any other it is a {@code conflict}
     * @throws Refused {@code not_found}, {@code conflict}, or {@code unavailable} where the broker did not confirm
     */
    public void one(UUID id, Optional<State> seen, UserId by) {
        settled(letters.settling(() -> publish(List.of(asSeen(id, seen)), by)));
    }

    /**
     * Sends another body in the place of one letter's, with its properties and headers; the letter itself stays as it came.
     *
     * @param seen as in {@link #one}
     * @throws Refused as {@link #one}
     */
    public void edited(UUID id, byte[] body, Optional<State> seen, UserId by) {
        settled(letters.settling(() -> {
            var letter = asSeen(id, seen);
            return settle(Map.of(letter, send(letter, body)), by);
        }));
    }

    private void settled(Set<UUID> confirmed) {
        if (confirmed.isEmpty()) {
            throw unavailable();
        }
        queue.sweepSoon();
    }

    private DeadLetter asSeen(UUID id, Optional<State> seen) {
        var letter = letters.known(id);
        if (seen.filter(state -> state != letter.state()).isPresent()) {
            throw new Refused(Reason.CONFLICT, "the letter is " + letter.state().wire() + " by now");
        }
        return letter;
    }

    /**
     * Replays at most {@code limit} of the selected letters in the order in which they came. It stops early after some
     * seconds, so that whoever works off many can tell how far it is, and where the broker takes none of a chunk.
     *
     * @throws Refused {@code unavailable} where it took none at all
     */
    public Done some(Selection selection, int limit, UserId by) {
        var start = System.nanoTime();
        var tried = 0;
        var replayed = 0;
        var sent = next(selection, Optional.empty(), limit, by);
        while (!sent.chunk().isEmpty()) {
            tried += sent.chunk().size();
            replayed += sent.confirmed().size();
            if (tried == limit || sent.confirmed().isEmpty() || System.nanoTime() - start > A_CALL.toNanos()) {
                break;
            }
            sent = next(selection, Optional.of(sent.last()), limit - tried, by);
        }
        if (replayed == 0 && tried > 0) {
            throw unavailable();
        }
        if (replayed > 0) {
            queue.sweepSoon();
        }
        return new Done(replayed, tried - replayed, letters.count(selection));
    }

    private record Sent(List<DeadLetter> chunk, Set<UUID> confirmed) {

        DeadLetter last() {
            return chunk.get(chunk.size() - 1);
        }
    }

    // chosen and settled in one turn: who replays the same at the same time finds them replayed
    private Sent next(Selection selection, Optional<DeadLetter> after, int most, UserId by) {
        return letters.settling(() -> {
            var chunk = affordable(letters.waiting(selection, after, Math.min(CHUNK, most)));
            return new Sent(chunk, publish(chunk, by));
        });
    }

    // as many as fit into memory together, and one at least
    private static List<DeadLetter> affordable(List<DeadLetter> chunk) {
        var taken = new ArrayList<DeadLetter>();
        var bytes = 0L;
        for (var letter : chunk) {
            bytes += letter.bodyBytes();
            if (!taken.isEmpty() && bytes > CHUNK_BYTES) {
                break;
            }
            taken.add(letter);
        }
        return taken;
    }

    private Set<UUID> publish(List<DeadLetter> chunk, UserId by) {
        Map<DeadLetter, CompletableFuture<Void>> sent = new LinkedHashMap<>();
        chunk.forEach(letter -> sent.put(letter, send(letter, whole(letter))));
        return settle(sent, by);
    }

    private byte[] whole(DeadLetter letter) {
        return letter.isWhole() ? letter.head() : letters.body(letter.id());
    }

    private Set<UUID> settle(Map<DeadLetter, CompletableFuture<Void>> sent, UserId by) {
        var confirmed = sent.entrySet().stream()
                .filter(e -> isConfirmed(e.getKey(), e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!confirmed.isEmpty()) {
            letters.replayed(confirmed, by);
            LOG.log(System.Logger.Level.INFO, "{0} replayed {1} dead letters", by, confirmed.size());
        }
        return new HashSet<>(confirmed.stream().map(DeadLetter::id).toList());
    }

    private CompletableFuture<Void> send(DeadLetter letter, byte[] body) {
        var key = Origin.of(body).destination(letter.routingKey());
        return deadlines.within(
                Duration.ofMillis(confirmTimeoutMs), send(key, Letter.sendable(letter.properties()), body));
    }

    private CompletableFuture<Void> send(String key, BasicProperties properties, byte[] body) {
        try {
            return outlet.commandPublisher()
                    .publishMandatory(Topology.COMMANDS, key, gateways.signed(properties), body);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean isConfirmed(DeadLetter letter, CompletableFuture<Void> sent) {
        try {
            sent.join();
            return true;
        } catch (CompletionException e) {
            LOG.log(System.Logger.Level.WARNING, "dead letter {0} was not replayed: {1}", letter.id(), e.getCause());
            return false;
        }
    }

    private static Refused unavailable() {
        return new Refused(
                Reason.UNAVAILABLE, "the broker did not confirm in time", Optional.of(Duration.ofSeconds(1)));
    }
}
