package org.recado.timeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XTrimParams;

/** The nodes' streams in Redis: one entry is at most {@link #LARGEST} bytes, and both age and number bound a stream. */
@ApplicationScoped
class Streams {

    static final int LARGEST = 32 << 10;

    private static final String KEY = "recado:timeline:";
    private static final byte[] SIGHTS = {'s'};
    private static final int AT_ONCE = 50;

    @Inject
    UnifiedJedis redis;

    @Inject
    @ConfigProperty(name = "recado.timeline.keep-minutes")
    long keepMinutes;

    @Inject
    @ConfigProperty(name = "recado.timeline.max-entries")
    long maxEntries;

    Duration kept() {
        return Duration.ofMinutes(keepMinutes);
    }

    /** Adds to the stream of a node, and takes away what is too old or too much. */
    void add(String node, List<Sight> sights) {
        var key = (KEY + node).getBytes(UTF_8);
        try (var pipeline = redis.pipelined()) {
            var entry = ByteBuffer.allocate(LARGEST);
            for (var sight : sights) {
                if (entry.remaining() < Packing.size(sight)) {
                    pipeline.xadd(key, bounded(), Map.of(SIGHTS, taken(entry)));
                }
                Packing.write(entry, sight);
            }
            pipeline.xadd(key, bounded(), Map.of(SIGHTS, taken(entry)));
            var oldest = Instant.now().minus(kept()).toEpochMilli();
            pipeline.xtrim(key, new XTrimParams().minId(Long.toString(oldest)));
            pipeline.expire(key, kept().toSeconds());
            pipeline.sync();
        }
    }

    private XAddParams bounded() {
        return new XAddParams().maxLen(maxEntries);
    }

    private static byte[] taken(ByteBuffer entry) {
        var bytes = new byte[entry.position()];
        entry.flip().get(bytes);
        entry.clear();
        return bytes;
    }

    /** All that a node wrote between these times, oldest first, without ever holding all of it. */
    void read(String node, Instant from, Instant to, Consumer<Sight> reader) {
        var key = (KEY + node).getBytes(UTF_8);
        var end = Long.toString(to.toEpochMilli()).getBytes(UTF_8);
        var start = Long.toString(Math.max(0, from.toEpochMilli()));
        List<Object> page;
        do {
            page = redis.xrange(key, start.getBytes(UTF_8), end, AT_ONCE);
            for (var entry : page) {
                var parts = (List<?>) entry;
                // "(" goes on behind it
                start = "(" + new String((byte[]) parts.get(0), UTF_8);
                Packing.read((byte[]) ((List<?>) parts.get(1)).get(1)).forEach(reader);
            }
        } while (page.size() == AT_ONCE);
    }
}
