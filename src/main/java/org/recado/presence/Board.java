package org.recado.presence;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.recado.platform.Redis;
import redis.clients.jedis.AbstractTransaction;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntry;

/**
 * What each node says of its topics, in Redis, as long as it renews its lease: the package's own description has the
 * keys. Nothing is written by halves. Each method may throw a {@code JedisException}.
 */
final class Board {

    private static final String PREFIX = "recado:presence";
    private static final String COMPLETE = ".";
    private static final String EVERYTHING = "*";
    private static final long CHANGES_KEPT = 10_000;
    private static final Duration CHANGES_LAST = Duration.ofHours(1);

    private final UnifiedJedis redis;
    private final String prefix;
    private final String nodeSet;
    private final String changes;
    private final String node;
    private final long leaseMs;
    private StreamEntryID heardUpTo = new StreamEntryID(0, 0);

    Board(UnifiedJedis redis, String node, Duration lease) {
        this.redis = redis;
        this.prefix = Redis.together(redis, PREFIX);
        this.nodeSet = prefix + ":nodes";
        this.changes = prefix + ":changes";
        this.node = node;
        this.leaseMs = lease.toMillis();
    }

    /**
     * What is new since the last time.
     *
     * @param isComplete whether this node's sheet is all there; if not, the lease had ended or Redis is another one
     * @param peers the other nodes that may be there
     * @param topics by name, which another node has written
     * @param isAnything whether any topic may have been
     */
    record News(boolean isComplete, Set<String> peers, Set<String> topics, boolean isAnything) {}

    /** Renews the lease, writes what has changed, and reads the news. */
    News exchange(Map<String, Sheet> changed) {
        try (var all = Redis.transaction(redis, prefix)) {
            var complete = all.hexists(key(node), COMPLETE);
            if (!changed.isEmpty()) {
                write(all, changed);
                say(all, changed.keySet());
            }
            return news(all, complete);
        }
    }

    /** As {@link #exchange}, in place of whatever was said before. */
    News restate(Map<String, Sheet> sheets) {
        try (var all = Redis.transaction(redis, prefix)) {
            all.del(key(node));
            all.hset(key(node), COMPLETE, "");
            write(all, sheets);
            say(all, Set.of(EVERYTHING));
            return news(all, all.hexists(key(node), COMPLETE));
        }
    }

    private void write(AbstractTransaction all, Map<String, Sheet> changed) {
        var fields = new HashMap<String, String>();
        var gone = new HashSet<String>();
        changed.forEach((topic, sheet) -> {
            if (sheet.connections() == 0) {
                gone.add(topic);
            } else {
                fields.put(topic, SheetCodec.encode(sheet));
            }
        });
        if (!fields.isEmpty()) {
            all.hset(key(node), fields);
        }
        if (!gone.isEmpty()) {
            all.hdel(key(node), gone.toArray(String[]::new));
        }
    }

    private void say(AbstractTransaction all, Set<String> changed) {
        all.xadd(
                changes,
                XAddParams.xAddParams().maxLen(CHANGES_KEPT).approximateTrimming(),
                changed.stream().collect(Collectors.toMap(name -> name, name -> node)));
        all.pexpire(changes, CHANGES_LAST.toMillis());
    }

    private News news(AbstractTransaction all, Response<Boolean> complete) {
        all.pexpire(key(node), leaseMs);
        all.sadd(nodeSet, node);
        var nodes = all.smembers(nodeSet);
        var entries = all.xread(XReadParams.xReadParams(), Map.of(changes, heardUpTo));
        all.exec();
        var peers = new HashSet<>(nodes.get());
        peers.remove(node);
        var topics = topics(Optional.ofNullable(entries.get()).orElse(List.of()));
        return new News(complete.get(), peers, topics, topics.contains(EVERYTHING));
    }

    private Set<String> topics(List<Map.Entry<String, List<StreamEntry>>> streams) {
        var topics = new HashSet<String>();
        for (var stream : streams) {
            for (var entry : stream.getValue()) {
                heardUpTo = entry.getID();
                entry.getFields().forEach((topic, by) -> {
                    if (!by.equals(node)) {
                        topics.add(topic);
                    }
                });
            }
        }
        return topics;
    }

    /** What these nodes say of these topics, as JSON; a node that is not there any more is not in the answer. */
    Map<String, Map<String, String>> read(Collection<String> nodes, List<String> topics) {
        var fields = Stream.concat(Stream.of(COMPLETE), topics.stream()).toArray(String[]::new);
        var asked = new HashMap<String, Response<List<String>>>();
        try (var pipeline = redis.pipelined()) {
            nodes.forEach(n -> asked.put(n, pipeline.hmget(key(n), fields)));
        }
        var answers = new HashMap<String, Map<String, String>>();
        asked.forEach((n, values) -> {
            var found = Redis.answered(values);
            if (found.get(0) != null) {
                answers.put(n, sheets(topics, found));
            }
        });
        return answers;
    }

    private static Map<String, String> sheets(List<String> topics, List<String> values) {
        var sheets = new HashMap<String, String>();
        for (var i = 0; i < topics.size(); i++) {
            var value = values.get(i + 1);
            if (value != null) {
                sheets.put(topics.get(i), value);
            }
        }
        return sheets;
    }

    /** Strikes nodes that are not there any more off the list. */
    void forget(Collection<String> nodes) {
        redis.srem(nodeSet, nodes.toArray(String[]::new));
    }

    /** This node is going: the others need not wait until its lease ends. */
    void leave() {
        redis.del(key(node));
        redis.srem(nodeSet, node);
    }

    private String key(String node) {
        return prefix + ":sheet:" + node;
    }
}
