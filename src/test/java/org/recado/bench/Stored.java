package org.recado.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** What a bench puts into PostgreSQL itself, in a statement a table, since by the road it would take hours. */
final class Stored implements AutoCloseable {

    private static final String NAME = "? || lpad(n::text, 7, '0')";

    private final Connection database;

    private Stored(Connection database) {
        this.database = database;
    }

    /** The configured database. */
    static Stored configured() throws SQLException {
        return new Stored(connection());
    }

    /** A connection to the configured database, to look at what is there. */
    static Connection connection() throws SQLException {
        return DriverManager.getConnection(
                System.getenv("RECADO_DATASOURCE_URL"),
                System.getenv("RECADO_DATASOURCE_USER"),
                System.getenv("RECADO_DATASOURCE_PASSWORD"));
    }

    /** New channels of ana's. */
    ChannelNames channels(int count) throws SQLException {
        var channels = new ChannelNames("bench-" + Road.newLoad() + "-", count);
        execute(
                "insert into channel (id, name, kind, last_seq, created_at) select " + NAME
                        + ", 'Bench', 'PUBLIC', 0, now() from generate_series(0, ? - 1) n",
                channels.prefix(),
                count);
        execute(
                "insert into membership (channel_id, user_id, role, joined_at, read_seq) select " + NAME
                        + ", 'ana', 'OWNER', now(), 0 from generate_series(0, ? - 1) n",
                channels.prefix(),
                count);
        execute("analyze channel");
        execute("analyze membership");
        return channels;
    }

    /** New channels with so many new members each, beside ana. */
    People people(int channels, int each) throws SQLException {
        var people = new People(channels(channels), each);
        execute(
                "insert into person (id, name, created_at) select " + NAME
                        + ", 'Bench', now() from generate_series(0, ? - 1) n",
                people.userPrefix(),
                people.count());
        execute(
                "insert into membership (channel_id, user_id, role, joined_at, read_seq) select"
                        + " ? || lpad((n / ?)::text, 7, '0'), " + NAME
                        + ", 'MEMBER', now(), 0 from generate_series(0, ? - 1) n",
                people.channels().prefix(),
                each,
                people.userPrefix(),
                people.count());
        execute("analyze person");
        execute("analyze membership");
        return people;
    }

    /** So many messages of ana's in each of the channels, which must be new. */
    void messages(ChannelNames channels, int each) throws SQLException {
        execute("""
                with said as (
                    insert into message (id, channel_id, seq, sender_id, client_id, sent_at, stored_at, changed_seq)
                    select gen_random_uuid(), %s, seq, 'ana', 'stored-' || seq, now(), now(), seq
                    from generate_series(0, ? - 1) n, generate_series(1, ?) seq
                    returning id, channel_id, seq, client_id)
                insert into posted (channel_id, sender_id, command_key, digest, seq, message_id, posted_at)
                select channel_id, 'ana', 'c:' || client_id, sha256(client_id::bytea), seq, id, now() from said""".formatted(NAME), channels.prefix(), channels.count(), each);
        execute("update channel set last_seq = ? where starts_with(id, ?)", each, channels.prefix());
        execute("analyze message");
        execute("analyze posted");
    }

    private void execute(String sql, Object... values) throws SQLException {
        try (var statement = database.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
