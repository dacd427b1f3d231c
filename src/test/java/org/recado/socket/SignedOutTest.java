package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.auth.Revocations;
import org.recado.auth.Revoked;
import org.recado.id.UserId;

class SignedOutTest {

    private static final UserId ANA = new UserId("ana");

    private final UUID phone = UUID.randomUUID();
    private final UUID desk = UUID.randomUUID();
    private final Set<UUID> revoked = new HashSet<>();
    private final Connections connections = new Connections();
    private final SignedOut signedOut = new SignedOut();

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void start() {
        signedOut.connections = connections;
        signedOut.revocations = new Revocations() {
            @Override
            public boolean isRevoked(UUID session) {
                return revoked.contains(session);
            }
        };
    }

    @Test
    void onlyTheConnectionsOfTheSessionAreClosed() {
        var onPhone = connected(Optional.of(phone));
        var alsoOnPhone = connected(Optional.of(phone));
        var atDesk = connected(Optional.of(desk));
        var ofOldRelease = connected(Optional.empty());

        signedOut.ended(new Revoked(Set.of(phone)));

        assertThat(onPhone.closed).containsExactly(CloseCode.ENDED);
        assertThat(alsoOnPhone.closed).containsExactly(CloseCode.ENDED);
        assertThat(atDesk.closed).isEmpty();
        assertThat(ofOldRelease.closed).isEmpty();
    }

    @Test
    void connectionThatWasOpeningWhileItsSessionEndedIsClosed() {
        revoked.add(phone);

        assertThat(connected(Optional.of(phone)).closed).containsExactly(CloseCode.ENDED);
        assertThat(connected(Optional.of(desk)).closed).isEmpty();
    }

    private FakeWire connected(Optional<UUID> session) {
        var wire = FakeWire.fast();
        var connection = new Connection(
                UUID.randomUUID().toString(),
                new Caller(ANA, Set.of(), session),
                new Outbox(wire, 1000),
                new Turns(Runnable::run, 1000),
                new Inflow(1 << 20, 1 << 20),
                FakeWire.ENTRANCE);
        connections.opened(connection);
        signedOut.opened(connection);
        return wire;
    }
}
