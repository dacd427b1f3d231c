package org.recado.posting;

import com.rabbitmq.client.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/**
 * One partition's way through the core. The thread that takes a batch has it decided, a second one keeps it, a third
 * one tells it and acks: while one batch is told the next is kept and the one after it decided, each step in order. A
 * batch whose decision fails by itself is tried in halves, down to the one command that is to blame.
 */
final class Line {

    private static final System.Logger LOG = System.getLogger(Line.class.getName());

    private record Load(Decided decided, Runnable ack) {}

    private final Posting posting;
    private final Patience patience;
    private final Step<Load> telling;
    private final Step<Load> keeping;

    Line(Posting posting, Patience patience, ThreadFactory threads) {
        this.posting = posting;
        this.patience = patience;
        this.telling = new Step<>(threads, this::tell);
        this.keeping = new Step<>(threads, this::keep);
    }

    void take(List<Delivery> batch, Runnable ack) throws InterruptedException {
        var taken = Instant.now();
        carry(batch.stream().map(d -> Arrival.of(d, taken)).toList(), ack);
    }

    /** Returns when every command of the batch is decided and on its way; throws only when this node is stopped. */
    void carry(List<Arrival> batch, Runnable ack) throws InterruptedException {
        var decided = decide(batch);
        for (var i = 0; i < decided.size(); i++) {
            keeping.put(new Load(decided.get(i), i == decided.size() - 1 ? ack : () -> {}));
        }
    }

    private List<Decided> decide(List<Arrival> batch) {
        try {
            return List.of(patience.untilStoresAnswer(() -> posting.decide(batch)));
        } catch (RuntimeException e) {
            if (patience.isOver()) {
                throw e;
            }
            return batch.size() > 1 ? halves(batch, e) : List.of(suspect(batch.get(0)));
        }
    }

    private List<Decided> halves(List<Arrival> batch, RuntimeException failure) {
        LOG.log(System.Logger.Level.WARNING, "a batch of " + batch.size() + " fails, it is tried in halves", failure);
        var decided = new ArrayList<>(decide(batch.subList(0, batch.size() / 2)));
        decided.addAll(decide(batch.subList(batch.size() / 2, batch.size())));
        return decided;
    }

    private Decided suspect(Arrival arrival) {
        try {
            return patience.aFewTimes(() -> patience.untilStoresAnswer(() -> posting.decide(List.of(arrival))));
        } catch (RuntimeException e) {
            if (patience.isOver()) {
                throw e;
            }
            LOG.log(System.Logger.Level.ERROR, "a command cannot be handled, it becomes a dead letter", e);
            return posting.giveUp(arrival, e);
        }
    }

    private void keep(Load load) {
        patience.untilDone(() -> posting.keep(load.decided()));
        try {
            telling.put(load);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(Load load) {
        patience.untilDone(() -> posting.tell(load.decided()));
        load.ack().run();
    }

    void stop() {
        keeping.stop();
        telling.stop();
    }
}
