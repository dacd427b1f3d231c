package org.recado.platform;

/**
 * Fired once on each node: its clients have left, and the server is about to close the pools of connections.
 * What works by itself stops; {@link StoreThreads} then waits for its threads, and {@link Amqp} leaves the broker.
 */
public record Ending() {

    /** When an observer is told, after those of no priority. */
    static final int THREADS = 3_000;

    static final int BROKER = 3_001;
}
