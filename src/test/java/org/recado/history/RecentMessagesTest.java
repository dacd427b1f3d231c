package org.recado.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recado.history.Talk.told;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.recado.event.Event;
import org.recado.platform.Outside;
import redis.clients.jedis.UnifiedJedis;

/** What the cache promises of every Redis it is given; {@code RECADO_REDIS_URI} gives it another than the stack's. */
class RecentMessagesTest {

    private static final UnifiedJedis REDIS = Outside.redis();

    private final RecentMessages recent = Histories.recent(REDIS);
    private final Talk talk = new Talk();

    @Test
    void everyKindOfEventComesBackAsItWas() {
        talk.created("one");
        talk.edited(1, "two");
        talk.created("gone");
        talk.deleted(3);
        talk.joined();
        talk.left();
        remember(talk.events);

        assertThat(recent.events(talk.channel, 1, 2)).contains(talk.events.subList(0, 2));
        assertThat(recent.events(talk.channel, 4, 6)).contains(talk.events.subList(3, 6));
    }

    @Test
    void noTextOfADeletedMessageStays() {
        talk.created("a secret");
        talk.edited(1, "a deeper secret");
        talk.created("another's");
        remember(talk.events);
        var deletion = talk.deleted(1);
        remember(List.of(deletion));

        assertThat(REDIS.hgetAll(key()).toString()).doesNotContain("secret");
        assertThat(recent.events(talk.channel, 1, 4))
                .contains(List.of(deletion.at(1), deletion.at(2), talk.events.get(2), deletion));
    }

    @Test
    void aChannelThatIsForgottenIsReadFromTheArchive() {
        talk.created("one");
        remember(talk.events);
        recent.forget(talk.channel);

        assertThat(REDIS.exists(key())).isFalse();
        assertThat(recent.events(talk.channel, 1, 1)).isEmpty();
    }

    @Test
    void aHoleMeansAskTheArchive() {
        talk.created("one");
        talk.created("two");
        talk.created("three");
        remember(List.of(talk.events.get(0), talk.events.get(2)));

        assertThat(recent.events(talk.channel, 1, 3)).isEmpty();
        assertThat(recent.events(talk.channel, 3, 3)).contains(talk.events.subList(2, 3));
    }

    @Test
    void onlyTheNewestAreKept() {
        for (var i = 1; i <= Histories.CACHED + 50; i++) {
            talk.created("text " + i);
        }
        for (var i = 0; i < talk.events.size(); i += 25) {
            remember(talk.events.subList(0, i + 25).subList(i, i + 25));
        }

        assertThat(REDIS.hlen(key())).isEqualTo(Histories.CACHED);
        assertThat(recent.events(talk.channel, 51, 250)).contains(talk.events.subList(50, 250));
        assertThat(REDIS.ttl(key())).isPositive();
    }

    @Test
    void anOldEventThatComesAgainIsNotKept() {
        talk.created("old");
        recent.remember(told(talk.events), Map.of(talk.channel, 1L + Histories.CACHED));

        assertThat(REDIS.exists(key())).isFalse();
    }

    @Test
    void whatWasLeftOverWhileRedisWasAwayGoes() {
        for (var i = 1; i <= 2 * Histories.CACHED; i++) {
            REDIS.hset(key(), "left-over-" + i, "{}");
        }
        talk.created("one");
        remember(talk.events);

        assertThat(REDIS.exists(key())).isFalse();
    }

    @Test
    void withoutRedisNothingFailsAndLittleTimeIsLost() {
        var without = Histories.recent(Outside.redis("redis://127.0.0.1:1"));
        talk.created("one");
        var start = System.nanoTime();
        for (var i = 0; i < 1_000; i++) {
            without.remember(told(talk.events), Map.of(talk.channel, 1L));
            assertThat(without.events(talk.channel, 1, 1)).isEmpty();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    private void remember(List<Event.OfChannel> events) {
        recent.remember(
                told(events), Map.of(talk.channel, events.get(events.size() - 1).seq()));
    }

    private String key() {
        return "recado:recent:" + talk.channel;
    }
}
