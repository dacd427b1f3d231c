package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Comparator;
import org.recado.platform.Node;

/** Answers for this node what operators ask about someone's connections, and closes them where it is asked to. */
@ApplicationScoped
public class Inquiries {

    /** So many are described; a client that cannot stay connected may leave many behind. */
    static final int MOST_NAMED = 100;

    private static final System.Logger LOG = System.getLogger(Inquiries.class.getName());
    private static final Comparator<Connection> NEWEST_FIRST =
            Comparator.<Connection, Instant>comparing(c -> c.entrance().at()).reversed();

    @Inject
    Connections connections;

    @Inject
    Node node;

    /** The answer as it is sent; what cannot be read throws as {@link org.recado.platform.Json} does. */
    public byte[] answer(byte[] asked) {
        return answer(Inquiry.decode(asked)).encode();
    }

    NodeAnswer answer(Inquiry asked) {
        var meant = connections.of(asked.user()).stream()
                .filter(c -> asked.connection().map(c.id()::equals).orElse(true))
                .sorted(NEWEST_FIRST)
                .toList();
        var sightings = meant.stream().limit(MOST_NAMED).map(Sighting::of).toList();
        if (asked.closing()) {
            meant.forEach(Inquiries::close);
        }
        return new NodeAnswer(node.name(), meant.size(), sightings);
    }

    // one that cannot be closed keeps no other open
    private static void close(Connection connection) {
        try {
            connection.outbox().close(CloseCode.BY_OPERATOR, "closed by an operator");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "connection {0} was not closed: {1}", connection.id(), e.toString());
        }
    }
}
