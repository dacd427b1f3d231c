package org.recado.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.recado.channel.Channels;
import org.recado.command.Command;
import org.recado.command.Command.EraseMember;
import org.recado.command.Command.EraseMessage;
import org.recado.command.CommandPublisher;
import org.recado.deadletter.DeadLetters;
import org.recado.deadletter.DeadQueue;
import org.recado.id.ClientId;
import org.recado.id.UserId;
import org.recado.platform.Node;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/**
 * Carries erasures out, a bounded step a round: asks the core for what is still there, and goes on once it is gone. What
 * was asked is not asked again for minutes, since the broker has it.
 */
@ApplicationScoped
class Erasing {

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration ASKED_AGAIN_AFTER = Duration.ofMinutes(5);
    private static final int MOST_ASKED = 200;
    private static final int STRETCH = 10_000;
    private static final int STRETCHES_A_ROUND = 20;

    @Inject
    Erasures erasures;

    @Inject
    Spoken spoken;

    @Inject
    Channels channels;

    @Inject
    CommandPublisher commands;

    @Inject
    DeadLetters letters;

    @Inject
    DeadQueue queue;

    @Inject
    Node node;

    @Inject
    Rounds rounds;

    private final Cache<List<String>, Boolean> asked = Caffeine.newBuilder()
            .expireAfterWrite(ASKED_AGAIN_AFTER)
            .maximumSize(MOST_ASKED * 10L)
            .build();

    void start(@Observes Ready ready) {
        if (node.isCore()) {
            rounds.everyAlone(EVERY, "erasures", this::round);
        }
    }

    void round() {
        if (erasures.work(this::step)) {
            // the copies of the letters, now that it is committed that they are settled
            queue.sweepSoon();
        }
    }

    private void step(Erasure erasure) {
        var user = erasure.user();
        var mine = channels.of(user);
        if (!mine.isEmpty()) {
            ask(mine.stream()
                    .map(m -> m.channel().id())
                    .map(id -> new EraseMember(user, id, key("member"), Instant.now()))
                    .toList());
            return;
        }
        for (var stretch = 0; stretch < STRETCHES_A_ROUND; stretch++) {
            var next = spoken.next(erasure.reached, STRETCH);
            if (next.isPresent()) {
                var left = spoken.by(user, erasure.reached, next.get().end(), MOST_ASKED);
                if (!left.isEmpty()) {
                    ask(left.stream().map(one -> command(user, one)).toList());
                    return;
                }
                erasures.reached(erasure, next.get().end());
            }
            if (next.isEmpty() || next.get().isLast()) {
                // they are out of every channel, so none of what comes after is theirs
                erasures.finished(erasure, letters.erase(user, erasure.askedBy()));
                return;
            }
        }
    }

    private static Command command(UserId user, Spoken.One one) {
        return new EraseMessage(user, one.channel(), key(one.id().toString()), Instant.now(), one.id());
    }

    private static Optional<ClientId> key(String what) {
        return Optional.of(new ClientId("erase:" + what));
    }

    private void ask(List<? extends Command> wanted) {
        var fresh = wanted.stream()
                .filter(c -> asked.getIfPresent(name(c)) == null)
                .limit(MOST_ASKED)
                .toList();
        CompletableFuture.allOf(fresh.stream()
                        .map(c -> commands.publish(c, Optional.empty()))
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new))
                .join();
        fresh.forEach(c -> asked.put(name(c), true));
    }

    private static List<String> name(Command command) {
        return List.of(
                command.sender().value(),
                command.channel().value(),
                command.clientId().orElseThrow().value());
    }
}
