package org.recado.presence;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Begun;
import org.recado.platform.Ending;
import org.recado.platform.Meters;
import org.recado.platform.Node;
import org.recado.platform.StoreThreads;
import org.recado.socket.Attendance;
import org.recado.socket.Attendee;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Takes what happens to the joins of this node, and sees to it that everyone is told; one thread does all of it. */
@ApplicationScoped
class Roster implements Attendance {

    private static final System.Logger LOG = System.getLogger(Roster.class.getName());

    @Inject
    Node node;

    @Inject
    UnifiedJedis redis;

    @Inject
    Meters meters;

    @Inject
    @ConfigProperty(name = "recado.presence.list-limit")
    int listLimit;

    @Inject
    @ConfigProperty(name = "recado.presence.max-own-bytes")
    int maxOwnBytes;

    @Inject
    @ConfigProperty(name = "recado.presence.beat-ms")
    long beatMs;

    @Inject
    @ConfigProperty(name = "recado.presence.lease-ms")
    long leaseMs;

    @Inject
    StoreThreads threads;

    private final BlockingQueue<Runnable> happened = new LinkedBlockingQueue<>();
    private final String start = random();
    private final AtomicLong joins = new AtomicLong();
    private Places places;
    private Board board;
    private Optional<Thread> thread = Optional.empty();
    private volatile boolean stopped;

    private static String random() {
        var bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    void start(@Observes Begun begun) {
        if (node.isEdge()) {
            places = new Places(listLimit, this::shed);
            board = new Board(redis, node.name(), Duration.ofMillis(leaseMs));
            meters.gauge("recado.presence.topics", places::size);
            thread = Optional.of(threads.newThread(this::run));
            thread.get().start();
        }
    }

    private void shed(Attendee attendee) {
        meters.count("recado.presence.shed");
        happened.add(() -> places.missed(attendee));
    }

    @Override
    public void joined(Attendee attendee) {
        var id = start + "-" + Long.toString(joins.incrementAndGet(), Character.MAX_RADIX);
        var since = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        happened.add(() -> places.joined(attendee, new Meta(attendee.user().value(), id, since)));
    }

    @Override
    public void updated(Attendee attendee, JsonObject own) {
        new OwnWords(maxOwnBytes).check(own);
        happened.add(() -> places.updated(attendee, own));
    }

    @Override
    public void left(Attendee attendee) {
        happened.add(() -> places.left(attendee));
    }

    private void run() {
        var neighbours = new Neighbours(board, places, meters);
        var beat = TimeUnit.MILLISECONDS.toNanos(beatMs);
        var next = System.nanoTime();
        while (!stopped) {
            var now = System.nanoTime();
            if (now - next >= 0) {
                next = now + beat;
                guarded(() -> neighbours.exchange(now));
                guarded(() -> places.tell(now));
            }
            take(next - System.nanoTime()).ifPresent(this::guarded);
        }
        guarded(this::leave);
    }

    private Optional<Runnable> take(long nanos) {
        try {
            return Optional.ofNullable(happened.poll(nanos, TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            stopped = true;
            return Optional.empty();
        }
    }

    // the door of this thread: it has to go on, whatever one piece of work comes to
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            meters.count("recado.presence.failures");
            LOG.log(System.Logger.Level.WARNING, "presence goes on after a failure", e);
        }
    }

    private void leave() {
        try {
            board.leave();
        } catch (JedisException e) {
            LOG.log(System.Logger.Level.INFO, "Redis is away: this node is missed only when its lease ends");
        }
    }

    void end(@Observes Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        happened.add(() -> {});
    }
}
