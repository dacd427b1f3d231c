package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Who is up: each node says so every {@link #BEAT_SECONDS}; PostgreSQL's clock counts, so no node's own can mislead. */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
public class Nodes {

    public static final int BEAT_SECONDS = 2;

    private static final int MISSED_AFTER_SECONDS = 3 * BEAT_SECONDS;

    private static final String SAY = """
            insert into node (name, roles, started_at, seen_at) values (?, ?, now(), now())
            on conflict (name) do update set roles = excluded.roles, seen_at = now()""";
    private static final String ASK = """
            select name, roles from node where seen_at > now() - make_interval(secs => ?)""";
    private static final String KNOWN = """
            select name, roles, started_at, seen_at, seen_at > now() - make_interval(secs => ?) from node order by name""";
    private static final String FORGET = "delete from node where name = ? or seen_at < now() - interval '1 day'";

    @Inject
    Sql sql;

    @Inject
    Node node;

    /** A node that is up. */
    public record Peer(String name, List<String> roles) {
        public boolean isCore() {
            return roles.contains("core");
        }

        public boolean isEdge() {
            return roles.contains("edge");
        }
    }

    /** All that are up, by name, this one among them. */
    public List<Peer> up() throws SQLException {
        try (var ask = sql.connection().prepareStatement(ASK)) {
            ask.setInt(1, MISSED_AFTER_SECONDS);
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

    /** A node as the others see it. */
    public record Known(String name, List<String> roles, Instant startedAt, Instant seenAt, boolean isUp) {}

    /** All that were up within a day and have not said that they go, by name. */
    public List<Known> known() throws SQLException {
        try (var ask = sql.connection().prepareStatement(KNOWN)) {
            ask.setInt(1, MISSED_AFTER_SECONDS);
            var known = new ArrayList<Known>();
            try (var rows = ask.executeQuery()) {
                while (rows.next()) {
                    known.add(new Known(
                            rows.getString(1),
                            List.of(rows.getString(2).split(",")),
                            rows.getTimestamp(3).toInstant(),
                            rows.getTimestamp(4).toInstant(),
                            rows.getBoolean(5)));
                }
            }
            return known;
        }
    }

    /** Says that this node is up. */
    public void beat() throws SQLException {
        try (var say = sql.connection().prepareStatement(SAY)) {
            say.setString(1, node.name());
            say.setString(2, node.roles());
            say.executeUpdate();
        }
    }

    /** This node is going; the others need not wait until it is missed. */
    public void leave() throws SQLException {
        try (var forget = sql.connection().prepareStatement(FORGET)) {
            forget.setString(1, node.name());
            forget.executeUpdate();
        }
    }
}
