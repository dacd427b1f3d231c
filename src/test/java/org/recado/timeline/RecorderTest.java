package org.recado.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Meters;
import org.recado.platform.Outside;
import org.recado.timeline.Sight.Passed;
import org.recado.timeline.Sight.Sent;
import org.recado.timeline.Sight.Told;
import org.recado.timeline.Sight.Took;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;

class RecorderTest {

    private static final Instant NOW = Instant.ofEpochMilli(System.currentTimeMillis());
    private static final long PLACE = Mark.place(new ChannelId("c"), new UserId("ana"));

    private final UUID message = UUID.randomUUID();
    private final long key = Mark.key("c:" + message);
    private final Mark mark = new Mark(message, key, PLACE);
    private final Streams streams = streams(Outside.redis());
    private final String one = "one-" + UUID.randomUUID();
    private final String other = "other-" + UUID.randomUUID();

    private static Streams streams(UnifiedJedis redis) {
        var streams = new Streams();
        streams.redis = redis;
        streams.keepMinutes = 60;
        streams.maxEntries = 3;
        return streams;
    }

    private Recorder recorder(String node, Streams streams) {
        var recorder = new Recorder();
        recorder.enabled = true;
        recorder.streams = streams;
        recorder.node = Outside.node(node);
        recorder.meters = new Meters();
        return recorder;
    }

    private Sightings sightings() {
        var sightings = new Sightings();
        sightings.streams = streams;
        return sightings;
    }

    private Sightings.Seen seen(Collection<String> nodes) {
        return sightings().of(nodes, message, Optional.of(key), PLACE, NOW, NOW);
    }

    @Test
    void everySightIsReadAsItWasPacked() {
        var sights = List.<Sight>of(
                new Sent(1, -2, NOW, Optional.of(NOW.plusMillis(3))),
                new Sent(1, -2, NOW, Optional.empty()),
                new Took(-4, NOW, NOW.plusMillis(1), NOW.plusMillis(2), List.of(mark, mark)),
                new Passed(-4, Stage.PUBLISHED, NOW),
                new Told(message, NOW, 12));
        var bytes = ByteBuffer.allocate(Streams.LARGEST);
        for (var sight : sights) {
            var before = bytes.position();
            Packing.write(bytes, sight);
            assertThat(bytes.position() - before).isLessThanOrEqualTo(Packing.size(sight));
        }
        bytes.put((byte) 99).flip();
        var written = new byte[bytes.remaining()];
        bytes.get(written);
        assertThat(Packing.read(written)).isEqualTo(sights);
    }

    @Test
    void aMessageIsFoundOnEveryNodeAndByItsKeyAlone() {
        var edge = recorder(one, streams);
        edge.sent(key, PLACE, NOW, true);
        edge.sent(key, 5, NOW, true);
        edge.told(message, 2);
        edge.told(UUID.randomUUID(), 3);
        edge.write();
        var core = recorder(other, streams);
        var batch = core.took(NOW, NOW, NOW, List.of(new Mark(UUID.randomUUID(), 1, 1), mark));
        core.passed(batch, Stage.ARCHIVE);
        core.write();
        core.passed(batch, Stage.PUBLISHED);
        core.passed(batch + 1, Stage.CACHE);
        core.write();

        var seen = seen(List.of(one, other));
        assertThat(seen.publications()).extracting(Sightings.Publication::node).containsExactly(one);
        assertThat(seen.deliveries()).extracting(d -> d.told().clients()).containsExactly(2);
        assertThat(seen.takes()).hasSize(1);
        assertThat(seen.takes().get(0).passed()).containsOnlyKeys(Stage.ARCHIVE, Stage.PUBLISHED);
        assertThat(sightings().of(List.of(one, other), List.of(key)).takes())
                .extracting(t -> t.mark().message())
                .containsExactly(message);
        assertThat(sightings().of(List.of(one, other), List.of(key + 1)).isEmpty())
                .isTrue();
    }

    @Test
    void aBatchThatTwoCoresTookShowsBothTakes() {
        var dead = recorder(one, streams);
        dead.passed(dead.took(NOW, NOW, NOW, List.of(mark)), Stage.ARCHIVE);
        dead.write();
        var heir = recorder(other, streams);
        heir.passed(heir.took(NOW.plusSeconds(3), NOW, NOW, List.of(mark)), Stage.PUBLISHED);
        heir.write();
        assertThat(seen(List.of(one, other)).takes())
                .extracting(t -> t.passed().keySet().toString())
                .containsExactly("[ARCHIVE]", "[PUBLISHED]");
    }

    @Test
    void aStreamIsBoundedByNumberAndByAge() {
        var recorder = recorder(one, streams);
        for (var i = 0; i < 5; i++) {
            recorder.told(message, i);
            recorder.write();
        }
        assertThat(seen(List.of(one)).deliveries())
                .extracting(d -> d.told().clients())
                .containsExactly(2, 3, 4);
        streams.keepMinutes = 0;
        recorder.told(message, 5);
        recorder.write();
        streams.keepMinutes = 60;
        assertThat(seen(List.of(one)).deliveries()).isEmpty();
    }

    @Test
    void aLargeBatchIsWrittenInParts() {
        var recorder = recorder(one, streams);
        var marks = new ArrayList<>(Stream.generate(() -> new Mark(UUID.randomUUID(), 1, 1))
                .limit(1_200)
                .toList());
        marks.add(mark);
        recorder.passed(recorder.took(NOW, NOW, NOW, marks), Stage.CACHE);
        recorder.write();
        assertThat(seen(List.of(one)).takes()).hasSize(1);
        assertThat(seen(List.of(one)).takes().get(0).passed()).containsOnlyKeys(Stage.CACHE);
    }

    @Test
    void whatRedisDoesNotTakeIsDroppedAndCounted() {
        try (var nowhere = RedisClient.builder().hostAndPort("127.0.0.1", 1).build()) {
            var recorder = recorder(one, streams(nowhere));
            recorder.told(message, 1);
            recorder.write();
            assertThat(recorder.meters.scrape()).contains("recado_timeline_dropped_total 1.0");
        }
    }

    @Test
    void whereItIsOffNothingIsNoted() {
        var recorder = recorder(one, streams);
        recorder.enabled = false;
        recorder.told(message, 1);
        assertThat(recorder.took(NOW, NOW, NOW, List.of(mark))).isZero();
        recorder.write();
        assertThat(seen(List.of(one)).deliveries()).isEmpty();
    }
}
