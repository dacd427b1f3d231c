package org.recado.ops.jmx;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.command.Reason;
import org.recado.deadletter.DeadLetter;
import org.recado.deadletter.DeadLetters;
import org.recado.deadletter.DeadQueue;
import org.recado.deadletter.Replay;
import org.recado.deadletter.Selection;
import org.recado.ops.Standing;
import org.recado.ops.Wanted;

/** The dead letters, with the actions of {@code /api/ops/dead-letters}. */
@Dependent
class JmxDeadLetters implements DeadLettersMXBean {

    private static final int LARGEST_LIST = 200;
    private static final int MOST_REPLAYS = 1_000;

    @Inject
    DeadLetters letters;

    @Inject
    Replay replay;

    @Inject
    DeadQueue queue;

    @Inject
    Standing standing;

    @Inject
    Orders orders;

    // components named as JMX wants getters to be
    private record Shown(
            String getId,
            String getReason,
            String getDetail,
            String getRoutingKey,
            String getFirstAt,
            String getLastAt,
            int getTimes,
            int getBodyBytes)
            implements WaitingLetter {

        static WaitingLetter of(DeadLetter letter) {
            return new Shown(
                    letter.id().toString(),
                    letter.reason(),
                    letter.detail(),
                    letter.routingKey(),
                    letter.firstAt().toString(),
                    letter.lastAt().toString(),
                    letter.times(),
                    letter.bodyBytes());
        }
    }

    private record Done(int getReplayed, int getFailed, long getRemain) implements Replayed {}

    @Override
    public long getWaiting() {
        return standing.rows().map(Standing.Rows::deadLetters).orElse(-1L);
    }

    @Override
    public List<WaitingLetter> list(int most) {
        return orders.ask(() -> {
            var limit = Wanted.limit(String.valueOf(most), most, LARGEST_LIST);
            return letters.page(DeadLetter.State.WAITING, Optional.empty(), Optional.empty(), limit).stream()
                    .map(Shown::of)
                    .toList();
        });
    }

    @Override
    public void replay(String id) {
        settle(Action.DEAD_LETTER_REPLAYED, id, letter -> replay.one(letter, Optional.empty(), Orders.BY));
    }

    @Override
    public void replayEdited(String id, String body) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var letter = orders.ask(() -> Wanted.id(id));
        var entry = Entry.of(Action.DEAD_LETTER_REPLAYED, subject(letter)).with("edited", "true");
        orders.doing(entry, () -> replay.edited(letter, bytes, Optional.empty(), Orders.BY));
        orders.run(standing::lookAtRows);
    }

    @Override
    public Replayed replayAll(int most) {
        return replay(Optional.empty(), most);
    }

    @Override
    public Replayed replayReason(String reason, int most) {
        return replay(orders.ask(() -> Wanted.reason(reason)), most);
    }

    private Replayed replay(Optional<Reason> reason, int most) {
        var limit = orders.ask(() -> Wanted.limit(String.valueOf(most), most, MOST_REPLAYS));
        var all = Entry.of(Action.DEAD_LETTER_REPLAYED, subject("*"));
        var done = orders.doing(
                reason.map(r -> all.with("reason", r.wire())).orElse(all),
                () -> replay.some(new Selection(reason, Optional.empty(), letters.now()), limit, Orders.BY),
                (entry, d) -> entry.with("replayed", String.valueOf(d.replayed()))
                        .with("failed", String.valueOf(d.failed())));
        orders.run(standing::lookAtRows);
        return new Done(done.replayed(), done.failed(), done.remain());
    }

    @Override
    public void discard(String id, String note) {
        var why = orders.ask(() -> Wanted.note(Optional.ofNullable(note)));
        settle(Action.DEAD_LETTER_DISCARDED, id, letter -> letters.discard(letter, why, Orders.BY));
        orders.run(queue::sweepSoon);
    }

    private void settle(Action action, String id, Consumer<UUID> work) {
        var letter = orders.ask(() -> Wanted.id(id));
        orders.doing(Entry.of(action, subject(letter)), () -> work.accept(letter));
        orders.run(standing::lookAtRows);
    }

    private static String subject(Object letter) {
        return "dead_letter:" + letter;
    }
}
