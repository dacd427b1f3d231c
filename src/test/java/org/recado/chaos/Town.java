package org.recado.chaos;

import com.rabbitmq.client.Address;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.recado.stack.Leash;
import org.recado.stack.Ports;
import org.recado.stack.RealStack;

/** All that runs: the real stack, two cores, two edges, and the wires between them and to the outside. */
final class Town implements AutoCloseable {
    private final Leash leash;
    private final int brokers;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();
    private RealStack stack;
    private boolean closed;

    Town(Path folder) {
        this(folder, 1);
    }

    /** @param brokers how many, as one cluster */
    Town(Path folder, int brokers) {
        leash = Leash.in(folder);
        this.brokers = brokers;
    }

    /** Returns when all nodes are ready. */
    void open(Path folder, Path stackFolder) {
        build(folder, stackFolder, List.of("core-1", "edge-1", "core-2", "edge-2"));
        startTogether("core-1", "edge-1");
        startTogether("core-2", "edge-2");
    }

    /** Two nodes of both roles that run this WAR; returns when they are ready. */
    void openWith(Path war, Path folder, Path stackFolder) {
        build(folder, stackFolder, List.of("node-1", "node-2"));
        nodes.values().forEach(node -> node.runs(Optional.of(war)));
        nodes.values().forEach(Node::start);
    }

    private void build(Path folder, Path stackFolder, List<String> names) {
        ownStack(stackFolder);
        var secret = UUID.randomUUID() + "-" + UUID.randomUUID();
        for (var name : names) {
            var node = new Node(name, stack, folder, leash)
                    .with("RECADO_AUTH_TOKEN_SECRET", secret)
                    .with("RECADO_COMMANDS_PARTITIONS", "4")
                    .with("RECADO_NOTIFICATION_DEFAULT_LEVEL", "all")
                    .with("RECADO_NOTIFICATION_DELAY_MS", "2000");
            own(node);
        }
    }

    private synchronized void ownStack(Path folder) {
        requireOpen();
        stack = RealStack.start(folder, leash, brokers);
        stack.brokers().forEach(part -> own(Link.to("gateway>" + part, Ports.HOST, stack.port(part))));
    }

    private synchronized void own(Node node) {
        requireOpen();
        nodes.put(node.name(), node);
        node.links().forEach(this::own);
        if (!node.name().startsWith("core")) {
            own(Link.to("clients>" + node.name(), Ports.HOST, node.port()));
        }
    }

    private void own(Link link) {
        links.put(link.name(), link);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the run has ended");
        }
    }

    private void startTogether(String... names) {
        var starts = new ArrayList<CompletableFuture<Integer>>();
        for (var name : names) {
            starts.add(CompletableFuture.supplyAsync(nodes.get(name)::start));
        }
        starts.forEach(CompletableFuture::join);
    }

    RealStack stack() {
        return stack;
    }

    /** The brokers as they are. */
    List<Address> brokers() {
        return stack.brokers().stream()
                .map(part -> new Address(Ports.HOST, stack.port(part)))
                .toList();
    }

    /** The brokers as a gateway reaches them. */
    List<Address> brokersFromOutside() {
        return stack.brokers().stream()
                .map(part ->
                        new Address(Ports.HOST, links.get("gateway>" + part).port()))
                .toList();
    }

    Iterable<Node> nodes() {
        return nodes.values();
    }

    List<String> links() {
        return List.copyOf(links.keySet());
    }

    Link link(String name) {
        return links.get(name);
    }

    /** The edges as clients reach them. */
    List<URI> edges() {
        return links.values().stream()
                .filter(link -> link.name().startsWith("clients>"))
                .map(link -> URI.create("http://" + Ports.HOST + ":" + link.port() + "/"))
                .toList();
    }

    ProcessHandle process(String target) {
        return nodes.containsKey(target) ? nodes.get(target).process() : stack.process(target);
    }

    void kill(String target) {
        if (nodes.containsKey(target)) {
            nodes.get(target).kill();
        } else {
            stack.kill(target);
        }
    }

    /** Stops a node as its administrator would, and returns when it is ready again as one of the release built here. */
    void upgrade(String node) {
        nodes.get(node).stop();
        nodes.get(node).runs(Optional.empty());
        nodes.get(node).start();
    }

    /** Stops a node as its administrator would, and returns when it is ready again. */
    void restart(String node) {
        nodes.get(node).stop();
        nodes.get(node).start();
    }

    /** Returns when the node or part answers again. */
    void start(String target) {
        if (nodes.containsKey(target)) {
            nodes.get(target).start();
        } else {
            stack.start(target);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try (leash) {
            nodes.values().forEach(Node::close);
            links.values().forEach(Link::close);
            if (stack != null) {
                stack.close();
            }
        }
    }
}
