package org.recado.ops.jmx;

/** A queue beside the partitions: {@code type=Queue}. */
@Says("A queue of the broker, looked at every ten seconds")
public interface QueueMXBean {

    @Says("messages that wait in it; -1 while the broker cannot be asked")
    long getMessages();

    @Says("who consumes from it, on all nodes (count); -1 while the broker cannot be asked")
    long getConsumers();
}
