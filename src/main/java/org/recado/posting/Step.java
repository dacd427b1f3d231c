package org.recado.posting;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** One step of a line, in a thread of its own: what is put in is worked on in order, and at most one waits its turn. */
final class Step<T> {

    private final BlockingQueue<T> waiting = new LinkedBlockingQueue<>(1);
    private final Consumer<T> work;
    private final Thread thread;

    Step(ThreadFactory threads, Consumer<T> work) {
        this.work = work;
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Waits until there is room. */
    void put(T item) throws InterruptedException {
        waiting.put(item);
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                work.accept(waiting.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // what is cut short at the end comes again, here or at another core
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
        }
    }
}
