package org.recado.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire between two parties, as a TCP proxy on a port of its own: it can be cut, made slow, and hold everything back. */
final class Link implements AutoCloseable {
    private static final int CHUNK = 16 * 1024;

    private final String name;
    private final ServerSocket door;
    private final InetSocketAddress target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Duration delay = Duration.ZERO;
    private boolean held;

    private Link(String name, ServerSocket door, InetSocketAddress target) {
        this.name = name;
        this.door = door;
        this.target = target;
    }

    static Link to(String name, String host, int port) {
        try {
            var door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
            var link = new Link(name, door, new InetSocketAddress(host, port));
            link.thread(link::welcome);
            return link;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    int port() {
        return door.getLocalPort();
    }

    /** Resets every connection there is; new ones are welcome. */
    void cut() {
        open.forEach(Link::reset);
    }

    /** Every piece that goes through takes this much longer. */
    void slow(Duration time) {
        delay = time;
    }

    /** Nothing comes through, in either direction, and nobody is told. */
    synchronized void hold() {
        held = true;
    }

    synchronized void heal() {
        held = false;
        delay = Duration.ZERO;
        notifyAll();
    }

    private synchronized void pass() throws InterruptedException {
        while (held) {
            wait();
        }
    }

    private void thread(Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void welcome() {
        while (!door.isClosed()) {
            try {
                var near = door.accept();
                thread(() -> join(near));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void join(Socket near) {
        var far = new Socket();
        open.add(near);
        open.add(far);
        try {
            pass();
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            far.connect(target);
            thread(() -> carry(far, near));
            carry(near, far);
        } catch (IOException | InterruptedException e) {
            end(near, far);
        }
    }

    private void carry(Socket from, Socket to) {
        var chunk = new byte[CHUNK];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (var n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (!delay.isZero()) {
                    Pause.of(delay);
                }
                pass();
                out.write(chunk, 0, n);
            }
            end(from, to);
        } catch (IOException | InterruptedException e) {
            // one side is gone, so the other one goes too
            end(from, to);
        }
    }

    private void end(Socket one, Socket other) {
        reset(one);
        reset(other);
        open.remove(one);
        open.remove(other);
    }

    private static void reset(Socket socket) {
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // it was closed already, which is what is wanted
            return;
        }
    }

    @Override
    public void close() {
        try (door) {
            heal();
            cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
