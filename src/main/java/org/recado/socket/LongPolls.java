package org.recado.socket;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.auth.Caller;
import org.recado.auth.SessionTokens;
import org.recado.platform.Meters;
import org.recado.platform.Rounds;

/** The sessions of this node's clients that poll: so many at most, and each ended when it has not polled for a while. */
@ApplicationScoped
class LongPolls {

    private static final System.Logger LOG = System.getLogger(LongPolls.class.getName());
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration TOKEN_VALID = Duration.ofMinutes(5);

    @Inject
    @ConfigProperty(name = "recado.socket.long-poll-window-ms")
    long windowMs;

    @Inject
    @ConfigProperty(name = "recado.socket.max-long-polls")
    int maxSessions;

    @Inject
    Clients clients;

    @Inject
    SessionTokens tokens;

    @Inject
    Workers workers;

    @Inject
    Meters meters;

    @Inject
    Rounds rounds;

    private final Map<String, LongPoll> sessions = new ConcurrentHashMap<>();
    private Semaphore room;

    @PostConstruct
    void start() {
        prepare();
        rounds.every(TICK, "long polls", () -> tick(System.nanoTime()));
    }

    void prepare() {
        room = new Semaphore(maxSessions);
        meters.gauge("recado.socket.long.polls", sessions::size);
    }

    /** A new session; empty where there are too many. */
    Optional<LongPoll> open(Caller caller, String address) {
        if (!room.tryAcquire()) {
            return Optional.empty();
        }
        var wire = new PollWire(workers, System.nanoTime());
        var session = new LongPoll(clients.opened(caller, wire, Entrance.now(Transport.LONG_POLL, address)), wire);
        sessions.put(session.connection().id(), session);
        wire.onClose(() -> ended(session));
        return Optional.of(session);
    }

    /** The session of a token; empty where the token is not ours, or names a session that is gone or another node's. */
    Optional<LongPoll> find(String token) {
        return tokens.session(token).map(sessions::get);
    }

    /** The session's token; each answer brings a new one, so that it need not be valid for long. */
    String token(LongPoll session) {
        return tokens.issue(session.connection().id(), TOKEN_VALID);
    }

    /** How long a request of a session may take, until its answer has been read. */
    long patienceMs() {
        return 3 * windowMs;
    }

    void tick(long now) {
        for (var session : sessions.values()) {
            try {
                session.tick(now, Duration.ofMillis(windowMs));
            } catch (RuntimeException e) {
                // an exception would end the ticks of all
                meters.count("recado.socket.failures");
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a tick of connection {0} failed: {1}",
                        session.connection().id(),
                        e.toString());
            }
        }
    }

    private void ended(LongPoll session) {
        sessions.remove(session.connection().id());
        room.release();
        session.ended();
        clients.closed(session.connection());
    }
}
