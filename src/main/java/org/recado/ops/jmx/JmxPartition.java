package org.recado.ops.jmx;

import java.util.Optional;
import java.util.function.Function;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.ops.Standing;
import org.recado.ops.Wanted;
import org.recado.platform.Topology;
import org.recado.posting.Pauses;
import org.recado.posting.Pauses.Pause;

/** A partition, with the pause and resume of {@code /api/ops/partitions}. */
class JmxPartition extends JmxQueue implements PartitionMXBean {

    private final Standing standing;
    private final Pauses pauses;
    private final Orders orders;
    private final int number;

    JmxPartition(Standing standing, Pauses pauses, Orders orders, int number) {
        super(standing, Topology.partition(number));
        this.standing = standing;
        this.pauses = pauses;
        this.orders = orders;
        this.number = number;
    }

    @Override
    public String getState() {
        return standing.rows()
                .map(rows -> pauseIn(rows).isPresent() ? "paused" : "open")
                .orElse("unknown");
    }

    @Override
    public String getPausedSince() {
        return ofPause(pause -> pause.since().toString());
    }

    @Override
    public String getPausedBy() {
        return ofPause(pause -> pause.by().value());
    }

    @Override
    public String getPauseNote() {
        return ofPause(Pause::note);
    }

    private String ofPause(Function<Pause, String> what) {
        return standing.rows().flatMap(this::pauseIn).map(what).orElse("");
    }

    private Optional<Pause> pauseIn(Standing.Rows rows) {
        return rows.paused().stream()
                .filter(pause -> pause.partition() == number)
                .findFirst();
    }

    @Override
    public void pause(String note) {
        var why = orders.ask(() -> Wanted.note(Optional.ofNullable(note)));
        var entry = Entry.of(Action.PARTITION_PAUSED, "partition:" + number).with("note", why);
        orders.doing(entry, () -> pauses.pause(number, Orders.BY, why));
        orders.run(standing::lookAtRows);
    }

    @Override
    public void resume() {
        orders.doing(Entry.of(Action.PARTITION_RESUMED, "partition:" + number), () -> pauses.resume(number));
        orders.run(standing::lookAtRows);
    }
}
