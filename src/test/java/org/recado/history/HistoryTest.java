package org.recado.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recado.history.Talk.told;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recado.event.Event;
import org.recado.platform.Outside;

/** The same questions get the same answers, whether Redis knows the newest events or nothing at all. */
class HistoryTest {

    enum Cache {
        WARM,
        EMPTY
    }

    private static final MessageArchive ARCHIVE = Histories.archive(Outside.mongo());
    private static final RecentMessages RECENT = Histories.recent(Outside.redis());

    private final History history = Histories.history(RECENT, ARCHIVE);
    private final Talk talk = new Talk();

    @ParameterizedTest
    @EnumSource
    void pagesGoBackToTheFirstMessage(Cache cache) {
        mixed(400);
        store(talk.events, cache);

        var read = new ArrayList<Message>();
        var cursor = Long.MAX_VALUE;
        Page page;
        do {
            page = history.before(talk.channel, cursor, 30, talk.lastSeq());
            assertThat(page.messages()).hasSizeLessThanOrEqualTo(30);
            read.addAll(0, page.messages());
            cursor = page.nextSeq();
        } while (page.more());
        assertThat(read).isEqualTo(talk.messages());
    }

    @ParameterizedTest
    @EnumSource
    void pagesGoForwardToTheLastMessage(Cache cache) {
        mixed(400);
        store(talk.events, cache);

        var read = new ArrayList<Message>();
        var cursor = 0L;
        Page page;
        do {
            page = history.after(talk.channel, cursor, 30, talk.lastSeq());
            read.addAll(page.messages());
            cursor = page.nextSeq();
        } while (page.more());
        assertThat(read).isEqualTo(talk.messages());
    }

    @ParameterizedTest
    @EnumSource
    void aNewcomerGetsTheNewest(Cache cache) {
        mixed(120);
        store(talk.events, cache);
        var all = talk.messages();

        assertThat(history.newest(talk.channel, 50, talk.lastSeq()))
                .isEqualTo(new Newest(all.subList(all.size() - 50, all.size()), true, talk.lastSeq()));
    }

    @ParameterizedTest
    @EnumSource
    void whoeverComesBackMissesNothingFromAnyCursor(Cache cache) {
        mixed(150);
        store(talk.events, cache);
        for (var cursor = 0L; cursor <= talk.lastSeq(); cursor += 7) {
            var missed = history.since(talk.channel, cursor, 500, talk.lastSeq());
            assertThat(missed.messages()).isEqualTo(changedAfter(cursor));
            assertThat(missed.recovered()).isTrue();
            assertThat(missed.more()).isFalse();
            assertThat(missed.lastSeq()).isEqualTo(talk.lastSeq());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLongAbsenceComesInParts(Cache cache) {
        mixed(300);
        store(talk.events, cache);

        var read = new java.util.TreeMap<Long, Message>();
        var cursor = 0L;
        Missed missed;
        do {
            missed = history.since(talk.channel, cursor, 20, talk.lastSeq());
            assertThat(missed.messages()).hasSizeLessThanOrEqualTo(20);
            missed.messages().forEach(m -> read.put(m.seq(), m));
            assertThat(missed.lastSeq()).isEqualTo(missed.nextSeq()).isGreaterThan(cursor);
            cursor = missed.nextSeq();
        } while (missed.more());
        assertThat(cursor).isEqualTo(talk.lastSeq());
        assertThat(read.values()).containsExactlyElementsOf(talk.messages());
    }

    @Test
    void theEndThatIsNotWrittenYetIsNotPromised() {
        mixed(20);
        store(talk.events.subList(0, 15), Cache.WARM);

        assertThat(history.newest(talk.channel, 50, 20).lastSeq()).isEqualTo(15);
        var missed = history.since(talk.channel, 10, 500, 20);
        assertThat(missed.lastSeq()).isEqualTo(15);
        assertThat(missed.recovered()).isTrue();
    }

    @Test
    void aCursorAheadOfTheChannelCannotBeRecovered() {
        mixed(5);
        store(talk.events, Cache.WARM);

        assertThat(history.since(talk.channel, 6, 500, 5)).isEqualTo(new Missed(List.of(), false, 5, false, 5));
        assertThat(history.since(talk.channel, 5, 500, 5)).isEqualTo(new Missed(List.of(), true, 5, false, 5));
    }

    @Test
    void aHoleInTheLogIsSaid() {
        mixed(20);
        var torn = new ArrayList<>(talk.events);
        torn.remove(9);
        store(torn, Cache.EMPTY);

        var missed = history.since(talk.channel, 5, 500, 20);
        assertThat(missed.recovered()).isFalse();
        assertThat(missed.lastSeq()).isEqualTo(20);
        assertThat(history.since(talk.channel, 10, 500, 20).recovered()).isTrue();
    }

    @Test
    void tenThousandEditsInARowAreReadInBoundedParts() {
        talk.created("one");
        for (var i = 0; i < 10_000; i++) {
            talk.edited(1, "edit " + i);
        }
        talk.created("two");
        for (var i = 0; i < talk.events.size(); i += 1_000) {
            store(talk.events.subList(i, Math.min(i + 1_000, talk.events.size())), Cache.WARM);
        }

        var first = history.before(talk.channel, Long.MAX_VALUE, 50, talk.lastSeq());
        assertThat(first.messages()).extracting(Message::seq).containsExactly(10_002L);
        assertThat(first.more()).isTrue();
        assertThat(first.nextSeq()).isBetween(2L, 10_002L);
        var second = history.before(talk.channel, first.nextSeq(), 50, talk.lastSeq());
        assertThat(second.messages()).extracting(Message::seq).containsExactly(1L);
        assertThat(second.more()).isFalse();
        assertThat(second.messages().get(0).text()).contains("edit 9999");
    }

    @ParameterizedTest
    @EnumSource
    void aHoleInTheLiveStreamIsFilled(Cache cache) {
        talk.created("one");
        talk.joined();
        talk.created("three");
        store(talk.events, cache);

        assertThat(history.events(talk.channel, 2, 3)).isEqualTo(talk.events.subList(1, 3));
    }

    @Test
    void anEmptyChannelHasNothing() {
        assertThat(history.newest(talk.channel, 50, 0)).isEqualTo(new Newest(List.of(), false, 0));
        assertThat(history.before(talk.channel, 1, 50, 0)).isEqualTo(new Page(List.of(), false, 1));
        assertThat(history.since(talk.channel, 0, 50, 0)).isEqualTo(new Missed(List.of(), true, 0, false, 0));
    }

    private List<Message> changedAfter(long cursor) {
        return talk.messages().stream().filter(m -> m.changedSeq() > cursor).toList();
    }

    private void mixed(int count) {
        var random = new Random(count);
        var alive = new ArrayList<Long>();
        for (var i = 0; i < count; i++) {
            var dice = random.nextInt(10);
            if (dice < 6 || alive.isEmpty()) {
                alive.add(talk.created("text " + i).seq());
            } else if (dice < 8) {
                talk.edited(alive.get(random.nextInt(alive.size())), "edit " + i);
            } else if (dice < 9) {
                talk.deleted(alive.remove(random.nextInt(alive.size())));
            } else {
                talk.joined();
            }
        }
    }

    private void store(List<Event.OfChannel> events, Cache cache) {
        ARCHIVE.write(told(events));
        if (cache == Cache.WARM) {
            RECENT.remember(
                    told(events),
                    Map.of(talk.channel, events.get(events.size() - 1).seq()));
        }
    }
}
