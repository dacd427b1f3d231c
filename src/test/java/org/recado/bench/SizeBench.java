package org.recado.bench;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.RawBsonDocument;
import redis.clients.jedis.RedisClient;

/** What a message and a channel leave behind in each store, in bytes: what is there after a load less what was before. */
final class SizeBench {

    private static final int CHANNELS = 1_000;
    private static final int MESSAGES = 100_000;
    private static final int TEXT_BYTES = 200;
    private static final int WARM_UP = 1_000;
    private static final Pattern USED = Pattern.compile("used_memory:(\\d+)");

    private SizeBench() {}

    static void run(Bench asked) throws Exception {
        // it notes each message for an hour, which would be counted as the channel's
        try (var server = Server.start(Map.of("RECADO_TIMELINE_ENABLED", "false"));
                var road = Road.at(server.amqp());
                var stored = Stored.configured();
                var database = Stored.connection();
                var redis = RedisClient.create(System.getenv("RECADO_REDIS_URI"))) {
            road.flood(Commands.ofText(Road.newLoad(), stored.channels(1), TEXT_BYTES), WARM_UP);
            var rows = rowsOfChannels(database);
            var channels = stored.channels(CHANNELS);
            rows = rowsOfChannels(database) - rows;

            var messages = asked.share(MESSAGES);
            var before = new Held(database, redis);
            var load = Commands.ofText(Road.newLoad(), channels, TEXT_BYTES);
            road.flood(load, messages);
            var after = new Held(database, redis);

            new Result("size")
                    .put("messages", messages)
                    .put("channels", CHANNELS)
                    .put("text_bytes", TEXT_BYTES)
                    .put("body_bytes", load.body(0).length)
                    .put("postgres_bytes_per_message", each(after.rows - before.rows, messages), 0)
                    .put("postgres_log_bytes_per_message", each(after.log - before.log, messages), 0)
                    .put("mongo_document_bytes", document(channels.name(0)))
                    .put("redis_bytes_per_cached_event", each(after.cache - before.cache, messages), 0)
                    .put("postgres_bytes_per_channel_of_one", each(rows, CHANNELS), 0)
                    .print();
        }
    }

    private static double each(long bytes, int count) {
        return (double) bytes / count;
    }

    private static long rowsOfChannels(Connection database) throws SQLException {
        return number(database, "select pg_total_relation_size('channel') + pg_total_relation_size('membership')");
    }

    // as the driver sends it; MongoDB compresses what it keeps
    private static int document(String channel) {
        try (var mongo = MongoClients.create(System.getenv("RECADO_MONGO_URI"))) {
            var address = new ConnectionString(System.getenv("RECADO_MONGO_URI"));
            return mongo.getDatabase(address.getDatabase())
                    .getCollection("events", RawBsonDocument.class)
                    .find(Filters.eq("_id", channel + "/" + "%019d".formatted(1)))
                    .first()
                    .getByteBuffer()
                    .remaining();
        }
    }

    private static long number(Connection database, String query) throws SQLException {
        try (var statement = database.createStatement();
                var answer = statement.executeQuery(query)) {
            answer.next();
            return answer.getLong(1);
        }
    }

    /** What the stores hold at a moment. */
    private static final class Held {

        private final long rows;
        private final long log;
        private final long cache;

        Held(Connection database, RedisClient redis) throws SQLException {
            rows = number(database, "select pg_total_relation_size('message') + pg_total_relation_size('posted')");
            log = number(database, "select (pg_current_wal_lsn() - '0/0')::bigint");
            var used = USED.matcher(redis.info("memory"));
            if (!used.find()) {
                throw new IllegalStateException("Redis does not say what it holds");
            }
            cache = Long.parseLong(used.group(1));
        }
    }
}
