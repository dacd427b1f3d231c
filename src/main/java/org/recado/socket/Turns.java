package org.recado.socket;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** One connection's work, done one piece after the other in the order it came, on whichever thread is free. */
final class Turns {

    private record Turn(Runnable work, int bytes) {}

    private final Executor executor;
    private final int maxBytes;
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean running;

    Turns(Executor executor, int maxBytes) {
        this.executor = executor;
        this.maxBytes = maxBytes;
    }

    /** Takes work that came as so many bytes; false where too much of it waits already. */
    boolean offer(int size, Runnable work) {
        synchronized (this) {
            if (bytes > maxBytes) {
                return false;
            }
            add(size, work);
        }
        return true;
    }

    /** Takes work of our own, however much waits. */
    synchronized void add(Runnable work) {
        add(0, work);
    }

    private void add(int size, Runnable work) {
        waiting.add(new Turn(work, size));
        bytes += size;
        if (!running) {
            running = true;
            executor.execute(this::run);
        }
    }

    // what throws must not keep what comes after it from being done: the end of the connection is a turn as well
    private void run() {
        var isDone = false;
        try {
            for (var work = next(); work != null; work = next()) {
                work.run();
            }
            isDone = true;
        } finally {
            if (!isDone) {
                executor.execute(this::run);
            }
        }
    }

    private synchronized Runnable next() {
        var turn = waiting.poll();
        if (turn == null) {
            running = false;
            return null;
        }
        bytes -= turn.bytes();
        return turn.work();
    }
}
