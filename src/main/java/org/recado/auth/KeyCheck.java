package org.recado.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.recado.auth.Callers.Fault;
import org.recado.auth.Callers.Verdict;
import org.recado.platform.Begun;
import org.recado.platform.Rounds;

/** Whose key it is. What PostgreSQL says of a key counts for two seconds, so that is how late a node is to revoke one. */
@ApplicationScoped
class KeyCheck {

    private static final Duration BELIEVED = Duration.ofSeconds(2);
    private static final Duration USES_ARE_KEPT_EVERY = Duration.ofSeconds(20);
    private static final int KEYS_REMEMBERED = 10_000;

    @Inject
    ApiKeys keys;

    @Inject
    Rounds rounds;

    // what is no key is remembered too, so that trying some at random does not ask PostgreSQL each time
    private final Cache<String, Optional<ApiKey>> known = Caffeine.newBuilder()
            .expireAfterWrite(BELIEVED)
            .maximumSize(KEYS_REMEMBERED)
            .build();

    private final Set<String> used = ConcurrentHashMap.newKeySet();

    void start(@Observes Begun begun) {
        rounds.everyAlone(USES_ARE_KEPT_EVERY, "uses of API keys", this::keepUses);
    }

    Verdict verify(String token) {
        return KeyText.parse(token).map(this::verify).orElseGet(() -> Verdict.no(Fault.INVALID));
    }

    private Verdict verify(KeyText text) {
        var found = known.get(text.id(), keys::find).filter(text::isOf);
        if (found.isEmpty() || found.get().isRevoked()) {
            return Verdict.no(Fault.INVALID);
        }
        if (found.get().isOver(Instant.now())) {
            return Verdict.no(Fault.EXPIRED);
        }
        used.add(text.id());
        var key = found.get();
        return Verdict.yes(Caller.bot(key.user(), key.scopes(), key.id()));
    }

    /** Keeps when the keys were used; what fails is not tried again, since it is only a hint. */
    void keepUses() {
        var ids = List.copyOf(used);
        if (!ids.isEmpty()) {
            ids.forEach(used::remove);
            keys.used(ids);
        }
    }
}
