package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.recado.auth.ApiKeys;
import org.recado.platform.Begun;
import org.recado.platform.Rounds;

/** Ends the connections of API keys that have been revoked, or whose time is over, within seconds and on every node. */
@ApplicationScoped
class KeyWatch {

    private static final Duration EVERY = Duration.ofSeconds(2);

    @Inject
    ApiKeys keys;

    @Inject
    Connections connections;

    @Inject
    Rounds rounds;

    void start(@Observes Begun begun) {
        rounds.everyAlone(EVERY, "API keys of clients", this::look);
    }

    void look() {
        var byKey = byKey();
        if (!byKey.isEmpty()) {
            keys.ended(byKey.keySet())
                    .forEach(key -> byKey.get(key).forEach(c -> c.outbox().close(CloseCode.ENDED, "key ended")));
        }
    }

    private Map<String, List<Connection>> byKey() {
        return connections.all().stream()
                .filter(c -> c.caller().key().isPresent())
                .collect(Collectors.groupingBy(c -> c.caller().key().orElseThrow()));
    }
}
