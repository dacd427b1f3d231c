package org.recado.ops.jmx;

/** A partition of the commands: {@code type=Partition}. */
@Says("A partition of the commands, looked at every ten seconds and after each operation here")
public interface PartitionMXBean {

    @Says("commands that wait in it; -1 while the broker cannot be asked")
    long getMessages();

    @Says("who consumes from it, on all nodes (count); -1 while the broker cannot be asked")
    long getConsumers();

    @Says("open, paused, or unknown while PostgreSQL cannot be asked")
    String getState();

    @Says("since when it is paused (RFC 3339, UTC); empty where it is not")
    String getPausedSince();

    @Says("who has paused it; empty where it is not")
    String getPausedBy();

    @Says("why it is paused; empty where it is not")
    String getPauseNote();

    @Says("within two seconds no core takes any more commands from it; the note says why, in at most 500 characters")
    void pause(@Says("note") String note);

    @Says("its cores go on with what waits, in order")
    void resume();
}
