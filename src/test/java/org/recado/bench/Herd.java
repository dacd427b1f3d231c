package org.recado.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Thousands of clients on one selector and one thread, so that they cost next to nothing beside the server. */
final class Herd implements AutoCloseable {

    private static final int READ_BYTES = 256 * 1024;
    private static final long LONGEST_WAIT_MS = 1_000;
    private static final long PATIENCE_S = 180;

    private record Later(long at, Runnable work) {}

    private final URI server;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::at));
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Ear ear = new Ear() {};
    private volatile boolean closed;
    private volatile RuntimeException failure;

    Herd(URI server) throws IOException {
        this.server = server;
        var thread = new Thread(this::work, "herd");
        thread.setDaemon(true);
        thread.start();
    }

    URI server() {
        return server;
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getHost(), server.getPort());
    }

    Selector selector() {
        return selector;
    }

    Ear ear() {
        return ear;
    }

    /** From now on this one hears what the clients hear. */
    void tell(Ear listener) {
        ear = listener;
    }

    /** Has the herd's thread do this soon. */
    void run(Runnable work) {
        asked.add(work);
        selector.wakeup();
    }

    /** Has it done after so long; for the herd's own thread. */
    void after(long ms, Runnable work) {
        later.add(new Later(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms), work));
    }

    /** Something to wait for. */
    interface Awaited {
        boolean isThere(long withinSeconds) throws InterruptedException;
    }

    /** Returns when it is there; throws where the clients fail before, or where it takes too long. */
    void await(Awaited awaited, Supplier<String> missing) throws InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!awaited.isThere(1)) {
            if (failure != null) {
                throw new IllegalStateException("the clients failed", failure);
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(missing.get());
            }
        }
    }

    private void work() {
        try (selector) {
            while (!closed) {
                runAsked();
                selector.select(key -> serve(key, (HerdClient) key.attachment()), untilLater());
            }
            selector.keys().forEach(key -> ((HerdClient) key.attachment()).leave());
        } catch (IOException e) {
            failure = new IllegalStateException(e);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            ended.complete(null);
        }
    }

    private void serve(SelectionKey key, HerdClient client) {
        try {
            client.serve(key, buffer);
        } catch (IOException e) {
            client.broken(e.toString());
        }
    }

    private void runAsked() {
        for (var work = asked.poll(); work != null; work = asked.poll()) {
            work.run();
        }
        while (!later.isEmpty() && later.peek().at() - System.nanoTime() <= 0) {
            later.remove().work().run();
        }
    }

    // a wait of 0 would be for ever
    private long untilLater() {
        return later.isEmpty()
                ? LONGEST_WAIT_MS
                : Math.max(1, TimeUnit.NANOSECONDS.toMillis(later.peek().at() - System.nanoTime()));
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        ended.join();
    }
}
