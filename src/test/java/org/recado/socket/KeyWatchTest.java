package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.ApiKeys;
import org.recado.auth.Caller;
import org.recado.auth.Scope;
import org.recado.id.UserId;

class KeyWatchTest {

    private final Connections connections = new Connections();
    private final KeyWatch watch = new KeyWatch();
    private final Set<String> revoked = new HashSet<>();
    private final Map<String, CloseCode> gone = new TreeMap<>();
    private int asked;

    @BeforeEach
    void wire() {
        watch.connections = connections;
        watch.keys = new ApiKeys() {
            @Override
            public Set<String> ended(Collection<String> ids) {
                asked++;
                var ended = new HashSet<>(ids);
                ended.retainAll(revoked);
                return ended;
            }
        };
    }

    @Test
    void everyConnectionOfARevokedKeyIsEndedAndNoOther() {
        connect("a1", Optional.of("a"));
        connect("a2", Optional.of("a"));
        connect("b", Optional.of("b"));
        connect("person", Optional.empty());
        watch.look();
        assertThat(gone).isEmpty();
        revoked.add("a");
        watch.look();
        assertThat(gone).isEqualTo(Map.of("a1", CloseCode.ENDED, "a2", CloseCode.ENDED));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void nothingIsAskedWhereNobodyHasAKey() {
        connect("person", Optional.empty());
        watch.look();
        assertThat(asked).isZero();
    }

    private void connect(String name, Optional<String> key) {
        var wire = new Wire() {
            @Override
            public void send(String text, Consumer<Optional<Throwable>> ended) {}

            @Override
            public void close(CloseCode code, String detail) {
                gone.put(name, code);
            }
        };
        connections.opened(new Connection(
                name,
                new Caller(new UserId("bot"), Set.of(), Set.of(Scope.READ), Optional.empty(), key),
                new Outbox(wire, 1000),
                new Turns(Runnable::run, 1000),
                new Inflow(1 << 20, 1 << 20),
                FakeWire.ENTRANCE));
    }
}
