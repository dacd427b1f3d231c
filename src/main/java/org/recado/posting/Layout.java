package org.recado.posting;

import com.rabbitmq.client.Connection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.recado.platform.Sql;
import org.recado.platform.Topology;
import org.recado.platform.Unfit;

/**
 * How many partitions the commands are spread over, agreed by all cores. Another number would lead a channel to another
 * queue while its earlier commands still wait in the old one (invariant S2), so it changes only when all queues are empty.
 */
@ApplicationScoped
@Transactional(rollbackOn = Exception.class)
public class Layout {

    @Inject
    Sql sql;

    @Inject
    Topology topology;

    /**
     * Declares the topology with this node's number of partitions, if that is the agreed one or may become it.
     *
     * @throws Unfit where the cores have agreed on another number and the queues are in use
     */
    public void agree(Connection broker) throws IOException, SQLException, TimeoutException {
        var wanted = topology.partitions();
        try (var ask = sql.connection().prepareStatement("select partitions from layout for update");
                var change = sql.connection().prepareStatement("update layout set partitions = ?");
                var channel = broker.createChannel()) {
            Optional<Integer> agreed;
            try (var row = ask.executeQuery()) {
                row.next();
                agreed = Optional.ofNullable(row.getObject(1, Integer.class));
            }
            if (agreed.isPresent() && agreed.get() != wanted && !Topology.areIdle(broker, agreed.get())) {
                throw new Unfit(inUse(agreed.get(), wanted));
            }
            topology.declare(channel);
            if (agreed.isPresent() && agreed.get() != wanted) {
                topology.unbind(channel, agreed.get());
            }
            change.setInt(1, wanted);
            change.executeUpdate();
        }
    }

    private static String inUse(int agreed, int wanted) {
        var queues = agreed == 1
                ? "the queue " + Topology.partition(0) + " is"
                : "the queues " + Topology.partition(0) + " to " + (agreed - 1) + " are";
        return "recado.commands.partitions is " + wanted + ", but the queues were made for " + agreed
                + " and are in use: set it to " + agreed + ", or stop all cores once " + queues
                + " empty and start them with " + wanted;
    }
}
