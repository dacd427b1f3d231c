package org.recado.ops.jmx;

import java.util.Map;

/** What flows through a node: {@code type=Flow}. */
@Says("What flows through this node; what is counted is counted since its start")
public interface FlowMXBean {

    @Says("clients connected (count)")
    long getConnections();

    @Says("topics joined by them (count)")
    long getTopics();

    @Says("commands carried out or refused (count)")
    long getCommands();

    @Says("of these, by how they ended (count)")
    Map<String, Long> getCommandsByOutcome();

    @Says("of these, by what they asked for (count)")
    Map<String, Long> getCommandsByKind();

    @Says("batches in which they came (count)")
    long getBatches();

    @Says("events told to all nodes (count)")
    long getEventsPublished();

    @Says("events written to clients' connections (count)")
    long getEventsDelivered();

    @Says("from the broker to stored, half are faster, of late (milliseconds)")
    double getStoredP50Ms();

    @Says("from the broker to stored, 99 of 100 are faster, of late (milliseconds)")
    double getStoredP99Ms();

    @Says("from the broker to stored, the slowest of late (milliseconds)")
    double getStoredMaxMs();

    @Says("from a client's push to delivered, half are faster, of late (milliseconds)")
    double getDeliveredP50Ms();

    @Says("from a client's push to delivered, 99 of 100 are faster, of late (milliseconds)")
    double getDeliveredP99Ms();

    @Says("from a client's push to delivered, the slowest of late (milliseconds)")
    double getDeliveredMaxMs();

    @Says("what the steps of a batch took: how often, all together and the slowest of late (count, milliseconds)")
    Map<String, Took> getSteps();

    /** How often something was done and how long it took. */
    interface Took {

        long getCount();

        double getTotalMs();

        double getMaxMs();
    }
}
