package org.recado.posting;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.recado.platform.BatchConsumer;
import org.recado.platform.BatchConsumer.Bounds;
import org.recado.platform.Topology;

/**
 * One partition as this node sees it. Every core stands in line for every partition, so the broker has the next one at
 * once when a consumer is gone; a core that is served though the partition is another's gives it back and goes to the
 * end of the line. What it was working on then comes again at the other, which changes nothing (invariant S1).
 */
final class Partition {

    private final int number;
    private final Line line;
    private final Bounds bounds;
    private final ThreadFactory threads;
    private Optional<BatchConsumer> consumer = Optional.empty();

    Partition(int number, Line line, Bounds bounds, ThreadFactory threads) {
        this.number = number;
        this.line = line;
        this.bounds = bounds;
        this.threads = threads;
    }

    int number() {
        return number;
    }

    /**
     * Stands in line where it does not, or gives back what is another core's; of one that is paused everything.
     *
     * @param mine whether this core is the one to consume it
     * @param first whether this is the first look since the cores have changed
     */
    void look(Connection connection, boolean mine, boolean first, boolean isPaused) throws IOException {
        if (isPaused) {
            giveBack();
            return;
        }
        var isConsuming = consumer.filter(BatchConsumer::isConsuming).isPresent();
        var isToGive =
                !mine && (first || consumer.filter(BatchConsumer::hasTaken).isPresent());
        if (!isConsuming || isToGive) {
            giveBack();
            consumer = Optional.of(BatchConsumer.start(
                    connection.createChannel(), Topology.partition(number), bounds, line::take, threads));
        }
    }

    private void giveBack() {
        consumer.ifPresent(BatchConsumer::giveBack);
        consumer = Optional.empty();
    }

    void stop() {
        consumer.ifPresent(BatchConsumer::stop);
        line.stop();
    }
}
