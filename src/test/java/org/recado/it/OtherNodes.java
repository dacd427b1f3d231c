package org.recado.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.recado.stack.Leash;
import org.recado.stack.PayaraMicro;
import org.recado.stack.Ports;

/**
 * What stands beside the server that the tests talk to, where {@code -Drecado.it.nodes=edge;core;edge,core} says so: the first
 * is that server's roles, each further one a node with the same WAR, settings and stack, on Payara Micro.
 */
final class OtherNodes implements AutoCloseable {
    private static final List<String> ROLES =
            List.of(System.getProperty("recado.it.nodes", "").split(";", -1));
    private static final Path FOLDER = Path.of("target/it/nodes");
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Leash leash;
    private final List<PayaraMicro> nodes = new ArrayList<>();

    private OtherNodes(Leash leash) {
        this.leash = leash;
    }

    /** Of the server that the tests talk to; empty where it has those of a node of its own. */
    static String rolesOfTheServer() {
        return ROLES.get(0);
    }

    /**
     * Returns when all are ready.
     *
     * @param settings Recado's, by key
     */
    static OtherNodes start(Map<String, String> settings) throws IOException {
        var others = new OtherNodes(Leash.in(Files.createDirectories(FOLDER)));
        for (var number = 1; number < ROLES.size(); number++) {
            var environment = new TreeMap<String, String>();
            settings.forEach((key, value) -> environment.put(nameOf(key), value));
            environment.put("RECADO_NODE", "other-" + number);
            environment.put("RECADO_ROLES", ROLES.get(number));
            var folder = Files.createDirectories(FOLDER.resolve(Integer.toString(number)));
            var node = PayaraMicro.start(folder, Ports.free(), environment, others.leash);
            node.hush();
            others.nodes.add(node);
        }
        others.nodes.forEach(node -> node.awaitReady(PATIENCE));
        return others;
    }

    private static String nameOf(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    @Override
    public void close() {
        nodes.forEach(PayaraMicro::close);
        leash.close();
    }
}
