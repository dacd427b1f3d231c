package org.recado.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Who is up: each node says so every {@link #BEAT_SECONDS}; PostgreSQL's clock counts, so no node's own can mislead. */
@ApplicationScoped
public class Nodes {

    public static final int BEAT_SECONDS = 2;

    private static final String SAY = """
            insert into node (name, roles, started_at, seen_at) values (?, ?, now(), now())
            on conflict (name) do update set roles = excluded.roles, seen_at = now()""";
    private static final String ASK = """
            select name, roles from node where seen_at > now() - make_interval(secs => ?)""";
    private static final String FORGET = "delete from node where name = ? or seen_at < now() - interval '1 day'";

    @Resource(lookup = "java:global/jdbc/recado")
    DataSource postgres;

    @Inject
    Node node;

    /** A node that is up. */
    public record Peer(String name, List<String> roles) {
        public boolean isCore() {
            return roles.contains("core");
        }
    }

    /** All that are up, by name, this one among them. */
    public List<Peer> up() throws SQLException {
        try (var connection = postgres.getConnection();
                var ask = connection.prepareStatement(ASK)) {
            ask.setInt(1, 3 * BEAT_SECONDS);
            var peers = new TreeMap<String, Peer>();
            try (var rows = ask.executeQuery()) {
                while (rows.next()) {
                    peers.put(
                            rows.getString(1),
                            new Peer(
                                    rows.getString(1), List.of(rows.getString(2).split(","))));
                }
            }
            peers.put(node.name(), new Peer(node.name(), List.of(node.roles().split(","))));
            return List.copyOf(peers.values());
        }
    }

    /** Says that this node is up. */
    public void beat() throws SQLException {
        try (var connection = postgres.getConnection();
                var say = connection.prepareStatement(SAY)) {
            say.setString(1, node.name());
            say.setString(2, node.roles());
            say.executeUpdate();
        }
    }

    /** This node is going; the others need not wait until it is missed. */
    public void leave() throws SQLException {
        try (var connection = postgres.getConnection();
                var forget = connection.prepareStatement(FORGET)) {
            forget.setString(1, node.name());
            forget.executeUpdate();
        }
    }
}
