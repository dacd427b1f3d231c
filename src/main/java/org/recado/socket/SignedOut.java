package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Optional;
import org.recado.auth.Revocations;
import org.recado.auth.Revoked;

/**
 * Closes the connections of sessions that have ended. That a connection's token has ended closes nothing: the session goes
 * on.
 */
@ApplicationScoped
class SignedOut {

    private static final System.Logger LOG = System.getLogger(SignedOut.class.getName());
    private static final String DETAIL = "signed out";

    @Inject
    Connections connections;

    @Inject
    Revocations revocations;

    void ended(@Observes Revoked revoked) {
        connections.all().stream()
                .filter(c -> c.caller()
                        .session()
                        .filter(revoked.sessions()::contains)
                        .isPresent())
                .forEach(SignedOut::close);
    }

    /** For a connection whose session may have ended while it was opening, before it could be found. */
    void opened(Connection connection) {
        Optional.of(connection)
                .filter(c -> c.caller()
                        .session()
                        .filter(s -> revocations.isRevoked(s))
                        .isPresent())
                .ifPresent(SignedOut::close);
    }

    // one that cannot be closed keeps no other open
    private static void close(Connection connection) {
        try {
            connection.outbox().close(CloseCode.ENDED, DETAIL);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "connection {0} was not closed: {1}", connection.id(), e.toString());
        }
    }
}
