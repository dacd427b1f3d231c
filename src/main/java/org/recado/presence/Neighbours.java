package org.recado.presence;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Meters;
import redis.clients.jedis.exceptions.JedisException;

/**
 * What passes between this node and the others. While Redis is away the others stay as they were; when it is back, or has
 * lost what it had, they get {@link #GRACE} to show themselves again.
 */
final class Neighbours {

    static final Duration GRACE = Duration.ofSeconds(3);

    private static final System.Logger LOG = System.getLogger(Neighbours.class.getName());
    private static final Duration LEFT_ALONE = Duration.ofSeconds(1);
    private static final Duration ASKED_ANYWAY = Duration.ofMinutes(1);
    private static final int READ_AT_ONCE = 1_000;

    private final Board board;
    private final Places places;
    private final Meters meters;
    private final Set<String> peers = new HashSet<>();
    private final FailsafeExecutor<Object> circuit = circuit();
    private boolean isInTouch;
    private long graceUntil;
    private long askAllAt;

    Neighbours(Board board, Places places, Meters meters) {
        this.board = board;
        this.places = places;
        this.meters = meters;
    }

    private static FailsafeExecutor<Object> circuit() {
        return Failsafe.with(CircuitBreaker.builder()
                .handle(JedisException.class)
                .withDelay(LEFT_ALONE)
                .onClose(e -> LOG.log(System.Logger.Level.INFO, "Redis answers again"))
                .build());
    }

    /**
     * Renews the lease, writes what is new here and reads what is new elsewhere; never throws because of Redis.
     *
     * @param now of a clock that only goes forward, in nanoseconds
     */
    void exchange(long now) {
        try {
            circuit.run(() -> read(now, write(now)));
        } catch (JedisException | CircuitBreakerOpenException e) {
            lost(e);
            places.cannotBeRead();
        }
    }

    private void lost(RuntimeException failure) {
        meters.count("recado.redis.failures", "failure", failure.getClass().getSimpleName());
        if (isInTouch) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "Redis fails, presence of other nodes stays as it is: {0}",
                    failure.toString());
        }
        isInTouch = false;
    }

    private Board.News write(long now) {
        if (isInTouch) {
            var news = board.exchange(places.changedSheets());
            if (news.isComplete()) {
                places.written();
                return news;
            }
        }
        var news = board.restate(places.sheets());
        places.written();
        isInTouch = true;
        graceUntil = now + GRACE.toNanos();
        askAllAt = now;
        return news;
    }

    private void read(long now, Board.News news) {
        if (news.isAnything() || now - askAllAt >= 0 || !peers.containsAll(news.peers())) {
            places.readAll();
            askAllAt = now + ASKED_ANYWAY.toNanos();
        }
        places.read(news.topics());
        var names = places.unread(READ_AT_ONCE);
        var answers = board.read(news.peers(), names);
        answers.forEach((node, sheets) -> names.forEach(name ->
                places.heard(node, name, Optional.ofNullable(sheets.get(name)).flatMap(this::sheet))));
        places.wereRead(names);
        meet(now, news.peers(), answers.keySet());
    }

    // what a later release writes may not be readable here
    private Optional<Sheet> sheet(String json) {
        try {
            return Optional.of(SheetCodec.decode(json));
        } catch (Json.NotJson | Fields.Unfit e) {
            meters.count("recado.presence.unreadable");
            return Optional.empty();
        }
    }

    private void meet(long now, Set<String> named, Set<String> there) {
        peers.addAll(there);
        if (now - graceUntil >= 0) {
            var gone = new ArrayList<>(peers);
            gone.removeAll(there);
            gone.forEach(places::gone);
            peers.retainAll(there);
        }
        var dead = new HashSet<>(named);
        dead.removeAll(there);
        if (!dead.isEmpty()) {
            board.forget(dead);
        }
    }
}
