package org.recado.ops.jmx;

import java.util.List;
import java.util.Map;

/** A node: {@code type=Node}. */
@Says("This node, and what it knows of the others")
public interface NodeMXBean {

    @Says("what this node is called")
    String getName();

    @Says("what it does: edge, core or both")
    List<String> getRoles();

    @Says("whether it is ready, as /health/ready has it")
    boolean isReady();

    @Says("what it waits for, or why it takes nobody, by name; empty where all is well")
    Map<String, String> getTroubles();

    @Says("nodes that were up within a day and are missed; -1 while PostgreSQL cannot be asked")
    long getNodesMissed();

    @Says("partitions that are paused; -1 while PostgreSQL cannot be asked")
    long getPartitionsPaused();

    @Says(
            "sends this node's clients away, and returns when nobody is connected; it takes nobody until it is started again")
    void drain();
}
