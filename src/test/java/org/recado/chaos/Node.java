package org.recado.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.recado.stack.Leash;
import org.recado.stack.PayaraMicro;
import org.recado.stack.Ports;
import org.recado.stack.RealStack;
import org.recado.stack.StackFailure;

/** One node with the WAR, which meets each part through a link of its own. It comes back on the same port. */
final class Node implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration STOP = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    // starts take half the time; the nodes of a run are not there to be fast
    private static final String JVM = "-XX:TieredStopAtLevel=1";

    private final String name;
    private final Path folder;
    private final Leash leash;
    private final int port = Ports.free();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private final Map<String, String> environment = new TreeMap<>();
    private final Object life = new Object();
    private Optional<Path> war = Optional.empty();
    private PayaraMicro server;
    private boolean closed;
    private int starts;

    /** @param name such as {@code core-1}: the role and a number; {@code node-1} has both */
    Node(String name, RealStack stack, Path folder, Leash leash) {
        this.name = name;
        this.folder = folder;
        this.leash = leash;
        environment.putAll(stack.settings());
        for (var part : stack.parts()) {
            var link = Link.to(name + ">" + part, Ports.HOST, stack.port(part));
            links.put(part, link);
            environment.replaceAll(
                    (key, value) -> value.replace(":" + stack.port(part) + "/", ":" + link.port() + "/"));
        }
        environment.put("RECADO_NODE", name);
        environment.put("RECADO_ROLES", name.startsWith("node-") ? "edge,core" : name.substring(0, name.indexOf('-')));
        environment.put("RECADO_DEMO", "true");
        // three people make all of the load, and one reads all that was said at the end
        environment.put("RECADO_LIMIT_MESSAGES_PER_USER", "100000");
        environment.put("RECADO_LIMIT_HISTORY_READS_PER_USER", "100000");
        environment.put("RECADO_LIMIT_REQUESTS_PER_USER", "100000");
        // the load's clients sign in once a run
        environment.put("RECADO_AUTH_TOKEN_TTL_SECONDS", "43200");
        environment.put("JDK_JAVA_OPTIONS", JVM);
    }

    Node with(String key, String value) {
        environment.put(key, value);
        return this;
    }

    /** From its next start on it is of another release than the one that was built here. */
    void runs(Optional<Path> other) {
        war = other;
    }

    String name() {
        return name;
    }

    /** The wire to a part. */
    Link link(String part) {
        return links.get(part);
    }

    Iterable<Link> links() {
        return links.values();
    }

    int port() {
        return port;
    }

    URI address() {
        return URI.create("http://" + Ports.HOST + ":" + port + "/");
    }

    ProcessHandle process() {
        synchronized (life) {
            return server.process();
        }
    }

    /**
     * Returns when the node is ready. A start that fails because a part is away is made again, as whoever runs the node would.
     *
     * @return how many attempts it took
     */
    int start() {
        for (var attempt = 1; ; attempt++) {
            try {
                launch().awaitReady(PATIENCE);
                return attempt;
            } catch (StackFailure e) {
                System.out.println("  " + name + " did not start: " + e.getMessage());
                kill();
                if (attempt == ATTEMPTS || isClosed()) {
                    throw e;
                }
            }
        }
    }

    private PayaraMicro launch() {
        synchronized (life) {
            if (closed) {
                throw new IllegalStateException(name + " is closed");
            }
            try {
                var home = Files.createDirectories(folder.resolve(name + "-" + ++starts));
                server = war.isPresent()
                        ? PayaraMicro.start(war.get(), home, port, environment, leash)
                        : PayaraMicro.start(home, port, environment, leash);
                server.hush();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private boolean isClosed() {
        synchronized (life) {
            return closed;
        }
    }

    /** Asks it to end, and returns when it has. */
    void stop() {
        var process = process();
        process.destroy();
        if (!Pause.until(() -> !process.isAlive(), STOP)) {
            throw new IllegalStateException(name + " did not stop within " + STOP);
        }
        release(process);
    }

    void kill() {
        var process = process();
        Leash.kill(process);
        release(process);
    }

    private void release(ProcessHandle process) {
        try {
            leash.release(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it for good, also while it is starting. */
    @Override
    public void close() {
        synchronized (life) {
            closed = true;
            links.values().forEach(Link::close);
            if (server != null) {
                Leash.kill(server.process());
            }
        }
    }
}
