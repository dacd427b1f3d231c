package org.recado.ops.jmx;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.ops.Standing;
import org.recado.platform.Condition;
import org.recado.platform.Node;
import org.recado.platform.StartUp;
import org.recado.platform.Stores;
import org.recado.socket.Drain;

/** This node, with the drain of {@code POST /api/ops/drain}. */
@Dependent
class JmxNode implements NodeMXBean {

    @Inject
    Node node;

    @Inject
    StartUp startUp;

    @Inject
    Stores stores;

    @Inject
    @Any
    Instance<Condition> conditions;

    @Inject
    Standing standing;

    @Inject
    Drain drain;

    @Inject
    Orders orders;

    @Override
    public String getName() {
        return node.name();
    }

    @Override
    public List<String> getRoles() {
        return List.of(node.roles().split(","));
    }

    @Override
    public boolean isReady() {
        return getTroubles().isEmpty() && Stores.areEnough(stores.look());
    }

    @Override
    public Map<String, String> getTroubles() {
        var troubles = new TreeMap<String, String>();
        startUp.trouble().ifPresent(trouble -> troubles.put("schema", trouble));
        conditions.forEach(c -> c.trouble().ifPresent(trouble -> troubles.put(c.name(), trouble)));
        return troubles;
    }

    @Override
    public long getNodesMissed() {
        return standing.rows().map(Standing.Rows::missed).orElse(-1L);
    }

    @Override
    public long getPartitionsPaused() {
        return standing.rows().map(rows -> (long) rows.paused().size()).orElse(-1L);
    }

    @Override
    public void drain() {
        orders.doing(Entry.of(Action.NODE_DRAINED, "node:" + node.name()), this::sendAway);
    }

    private void sendAway() {
        try {
            drain.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Reason.UNAVAILABLE, "the server stopped the drain");
        }
    }
}
