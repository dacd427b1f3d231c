package org.recado.history;

import com.mongodb.client.MongoDatabase;
import org.recado.platform.Outside;
import redis.clients.jedis.UnifiedJedis;

/** The parts of {@code history}, wired without a container. */
public final class Histories {

    static final int CACHED = 200;

    private Histories() {}

    public static MessageArchive archive(MongoDatabase database) {
        var archive = new MessageArchive();
        archive.database = database;
        return archive;
    }

    public static RecentMessages recent(UnifiedJedis redis) {
        var recent = new RecentMessages();
        recent.redis = redis;
        recent.meters = Outside.METERS;
        recent.cachedEvents = CACHED;
        recent.ttlSeconds = 600;
        recent.start();
        return recent;
    }

    public static History history(RecentMessages recent, MessageArchive archive) {
        var history = new History();
        history.recent = recent;
        history.archive = archive;
        history.meters = Outside.METERS;
        return history;
    }
}
