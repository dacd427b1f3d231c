package org.recado.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a server that can be cut, as a network would. */
final class Relay implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final URI target;

    Relay(URI target) throws IOException {
        this.target = target;
        daemon(this::accept);
    }

    /** The same address, through this relay. */
    String uri() {
        return target.toString().replace(":" + target.getPort(), ":" + door.getLocalPort());
    }

    /** Ends all that is connected; who connects again is let through. */
    void cut() throws IOException {
        for (var socket : open) {
            socket.close();
        }
        open.clear();
    }

    private void accept() {
        try {
            while (true) {
                var from = door.accept();
                var to = new Socket(target.getHost(), target.getPort());
                open.addAll(List.of(from, to));
                daemon(() -> pump(from, to));
                daemon(() -> pump(to, from));
            }
        } catch (IOException e) {
            // the relay was closed
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side is gone, so the other is closed
        }
    }

    private static void daemon(Runnable work) {
        var thread = new Thread(work, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
