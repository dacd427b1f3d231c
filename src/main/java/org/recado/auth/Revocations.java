package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/**
 * The sessions that have ended while tokens of theirs were still good. Every node asks PostgreSQL for them; while that is
 * away, those of other nodes are not known, and nobody is sent away.
 */
@ApplicationScoped
public class Revocations {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    /** An end is seen only once it is committed, and others with a later time may have been seen before it. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    @Inject
    SessionRows rows;

    @Inject
    Rounds rounds;

    @Inject
    Event<Revoked> event;

    private final Map<UUID, Instant> revoked = new ConcurrentHashMap<>();
    // a node that starts has to know all whose tokens are still good
    private Instant since = Instant.EPOCH;

    void start(@Observes Ready ready) {
        rounds.everyAlone(BETWEEN_LOOKS, "revocations", this::look);
    }

    /** Whether this session has ended, as far as this node knows. */
    public boolean isRevoked(UUID session) {
        return revoked.containsKey(session);
    }

    synchronized void look() {
        var endings = rows.endedSince(since);
        add(endings.ended());
        since = endings.at().minus(OVERLAP);
        // their times are PostgreSQL's, with some to spare
        revoked.values().removeIf(until -> until.isBefore(endings.at()));
    }

    /** Refuses the tokens of these sessions from now on, then says so. */
    void add(Collection<Ended> ended) {
        Set<UUID> news = ended.stream()
                .filter(e -> revoked.put(e.session(), e.tokensUntil()) == null)
                .map(Ended::session)
                .collect(Collectors.toUnmodifiableSet());
        if (!news.isEmpty()) {
            event.fire(new Revoked(news));
        }
    }
}
