package org.recado.posting;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Amqp;
import org.recado.platform.BatchConsumer.Bounds;
import org.recado.platform.Condition;
import org.recado.platform.Ending;
import org.recado.platform.Node;
import org.recado.platform.Nodes;
import org.recado.platform.Ready;
import org.recado.platform.StoreThreads;
import org.recado.platform.Topology;
import org.recado.platform.Trouble;
import org.recado.platform.Unfit;

/**
 * Commands in. Every other second it says that this node is up, looks who else is, and sees to it that each partition
 * is consumed by the core whose turn it is; what the broker has closed is opened again.
 */
@ApplicationScoped
public class CommandConsumer implements Condition {

    private static final System.Logger LOG = System.getLogger(CommandConsumer.class.getName());
    /** In a line: three batches in its steps, two that wait between them, one on its way here. */
    private static final int BATCHES = 6;
    /** AMQP counts unacked messages in 16 bits. */
    private static final int LARGEST_BATCH = 65_535 / BATCHES;

    @Inject
    Amqp amqp;

    @Inject
    Topology topology;

    @Inject
    Layout layout;

    @Inject
    Pauses pauses;

    @Inject
    Node node;

    @Inject
    Nodes nodes;

    @Inject
    Posting posting;

    @Inject
    StoreThreads threads;

    @Inject
    @ConfigProperty(name = "recado.posting.batch-size")
    int batchSize;

    @Inject
    @ConfigProperty(name = "recado.posting.batch-bytes")
    long batchBytes;

    private final Patience patience = new Patience();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Partition> partitions = new ArrayList<>();
    private final Trouble trouble =
            new Trouble(LOG, "the partitions are not looked after: {0}").before("not begun yet");
    private List<String> cores = List.of();
    private boolean isAgreed;
    private volatile boolean hasBegun;

    void start(@Observes Ready ready) {
        hasBegun = true;
        threads.newThread(this::watch).start();
    }

    private void watch() {
        try {
            do {
                look();
            } while (!stopped.await(Nodes.BEAT_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (node.isCore()) {
                spread(nodes.up().stream()
                        .filter(Nodes.Peer::isCore)
                        .map(Nodes.Peer::name)
                        .toList());
            }
            // only now: the others make room for whom they see, so this one must stand in line before
            nodes.beat();
            trouble.ended();
        } catch (IOException | SQLException | TimeoutException | RuntimeException e) {
            trouble.met(e);
        }
    }

    private synchronized void spread(List<String> now) throws IOException, SQLException, TimeoutException {
        var connection = amqp.open(Amqp.Use.CONSUME).orElseThrow(() -> new IOException("the broker is not connected"));
        if (!isAgreed || !topology.isBound(connection)) {
            agree();
        }
        if (!isAgreed) {
            begin();
        }
        var first = !now.equals(cores);
        var paused = pauses.partitions();
        for (var partition : partitions) {
            var turn = now.get(partition.number() % now.size());
            partition.look(connection, turn.equals(node.name()), first, paused.contains(partition.number()));
        }
        if (first) {
            LOG.log(System.Logger.Level.INFO, "the cores are now {0}", now);
        }
        cores = now;
    }

    // by a connection of its own, since the broker ends it at what it cannot do, and forgets it with the connection
    private void agree() throws IOException, SQLException, TimeoutException {
        if (batchSize < 1 || batchSize > LARGEST_BATCH || batchBytes < 1) {
            throw new Unfit("recado.posting.batch-size must be 1 to " + LARGEST_BATCH + ", batch-bytes 1 or more");
        }
        try (var passing = amqp.passing()) {
            layout.agree(passing);
        }
    }

    private void begin() {
        var bounds = new Bounds(batchSize, batchBytes, BATCHES);
        IntStream.range(0, topology.partitions())
                .mapToObj(i -> new Partition(i, new Line(posting, patience, threads), bounds, threads))
                .forEach(partitions::add);
        isAgreed = true;
    }

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public Optional<String> trouble() {
        return trouble.now().or(patience::trouble);
    }

    void end(@Observes Ending ending) {
        stop();
        if (hasBegun) {
            leave();
        }
    }

    private void leave() {
        try {
            nodes.leave();
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.INFO, "the others will miss this node a little later: {0}", e.toString());
        }
    }

    @PreDestroy
    void stop() {
        stopped.countDown();
        patience.stop();
        synchronized (this) {
            partitions.forEach(Partition::stop);
            partitions.clear();
        }
    }
}
