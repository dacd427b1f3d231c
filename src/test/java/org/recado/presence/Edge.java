package org.recado.presence;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.recado.platform.Meters;
import redis.clients.jedis.UnifiedJedis;

/** One node's presence, on a thread of nobody's: it lives as long as it is made to beat. */
final class Edge {

    static final int LIMIT = 10;

    private static final AtomicInteger JOINS = new AtomicInteger();

    private final Places places = new Places(LIMIT, client -> {});
    private final Board board;
    private final Neighbours neighbours;
    private long skipped;

    Edge(String node, UnifiedJedis redis, Duration lease) {
        board = new Board(redis, node, lease);
        neighbours = new Neighbours(board, places, new Meters());
    }

    /** @return the ref of its meta */
    String join(Client client) {
        var id = "j" + JOINS.incrementAndGet();
        places.joined(client, new Meta(client.user().value(), id, "2026-01-01T00:00:00Z"));
        return id;
    }

    void leave(Client client) {
        places.left(client);
    }

    void beat() {
        var now = System.nanoTime() + skipped;
        neighbours.exchange(now);
        places.tell(now);
    }

    /** The time that passes without anything being due but to tell. */
    void skip(Duration time) {
        skipped += time.toNanos();
    }

    void end() {
        board.leave();
    }

    /** Lets some time pass, which is what a lease is about. */
    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
