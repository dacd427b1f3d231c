package org.recado.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.recado.platform.Ending;

/** What anyone can cause is bounded, and counted all the same. */
class RefusalsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<Entry> written = new ArrayList<>();
    private boolean isAway;

    private final Audit audit = new Audit() {
        @Override
        public void record(Entry entry) {
            record(List.of(entry));
        }

        @Override
        public void record(List<Entry> entries) {
            if (isAway) {
                throw new IllegalStateException("away");
            }
            written.addAll(entries);
        }
    };

    @Test
    void theFirstIsWrittenAtOnceAndTheRestOfTheMinuteAsOneRow() {
        var refusals = Audits.refusals(audit, MINUTE);
        refusals.note(refused("user:ana"));
        refusals.write();
        refusals.note(refused("user:ana"));
        refusals.note(refused("user:ana"));
        refusals.write();
        assertThat(written).extracting(Entry::times).containsExactly(1);

        refusals.end(new Ending());
        assertThat(written).extracting(Entry::times).containsExactly(1, 2);
    }

    @Test
    void aMinuteThatIsOverBeginsANewRow() {
        var refusals = Audits.refusals(audit, Duration.ZERO);
        refusals.note(refused("user:ana"));
        refusals.write();
        refusals.note(refused("user:ana"));
        refusals.write();
        refusals.write();
        assertThat(written).extracting(Entry::times).containsExactly(1, 1);
    }

    @Test
    void aFloodOfDifferentOnesIsFewRowsAndNoneIsUncounted() {
        var refusals = Audits.refusals(audit, MINUTE);
        for (var i = 0; i < 100_000; i++) {
            refusals.note(refused("user:u" + i));
        }
        refusals.write();
        assertThat(written).hasSizeLessThan(300);
        assertThat(written.stream().mapToInt(Entry::times).sum()).isEqualTo(100_000);
        assertThat(written)
                .filteredOn(e -> e.subject().equals(Refusals.MANY))
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.action()).isEqualTo(Action.SESSION_REFUSED);
                    assertThat(e.result()).isEqualTo("unauthorized");
                    assertThat(e.address()).isEmpty();
                });
    }

    @Test
    void whatCouldNotBeWrittenWaits() {
        var refusals = Audits.refusals(audit, Duration.ZERO);
        isAway = true;
        refusals.note(refused("user:ana"));
        assertThatThrownBy(refusals::write).hasMessage("away");
        refusals.note(refused("user:ana"));
        refusals.recordOrNote(Entry.of(Action.NODE_DRAINED, "node:n"));
        isAway = false;
        refusals.write();
        assertThat(written)
                .extracting(e -> e.subject() + " " + e.times())
                .containsExactlyInAnyOrder("user:ana 2", "node:n 1");
    }

    private static Entry refused(String subject) {
        return Entry.of(Action.SESSION_REFUSED, subject).result("unauthorized").from("192.0.2.1");
    }
}
