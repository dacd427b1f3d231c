package org.recado.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** A domain of Payara Server for the tests, made anew for each run as {@code server-config/payara-server} says. */
final class PayaraServerDomain {
    static final String NAME = "recado-it";
    private static final Path HOME = Path.of(System.getProperty("recado.it.payara-server", "target/servers/payara6"));
    private static final Path FOLDER = HOME.resolve("glassfish/domains").resolve(NAME);
    private static final Path OUTPUT = Path.of("target/it/asadmin.log");
    private static final int BASE = freeBase();

    private PayaraServerDomain() {}

    static int adminPort() {
        return BASE + 48;
    }

    static int httpPort() {
        return BASE + 80;
    }

    /** Makes the domain; the JVM takes {@code options} when the domain is started next. */
    static void make(Path options) throws IOException {
        Files.createDirectories(OUTPUT.getParent());
        Files.deleteIfExists(OUTPUT);
        if (Files.exists(FOLDER)) {
            asadmin("delete-domain", NAME);
        }
        asadmin("create-domain", "--nopassword", "--portbase", Integer.toString(BASE), NAME);
        asadmin("start-domain", NAME);
        try {
            asadmin("multimode", "--file", "server-config/payara-server/recado.asadmin");
            asadmin(
                    "create-jvm-options",
                    "-XX\\:VMOptionsFile=" + options.toAbsolutePath().toString().replace(":", "\\:"));
        } finally {
            asadmin("stop-domain", NAME);
        }
    }

    /** The JVM of the domain; {@code asadmin} has started it, so it is no child of ours. */
    static Optional<ProcessHandle> process() {
        Path pid = FOLDER.resolve("config/pid");
        try {
            return Files.exists(pid)
                    ? ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("the domain's process is not known", e);
        }
    }

    static void asadmin(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                HOME.resolve("bin/asadmin").toAbsolutePath().toString(),
                "--user",
                "admin",
                "--port",
                Integer.toString(adminPort()),
                "--interactive=false"));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        // the one that asadmin runs on, and the domain with it
        builder.environment().put("AS_JAVA", ServerOptions.java());
        builder.environment().put("JAVA_HOME", ServerOptions.java());
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(OUTPUT.toFile()))
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("asadmin " + command[0] + " has failed, see " + OUTPUT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted in asadmin " + command[0], e);
        }
    }

    /** A domain takes its ports at fixed distances from a base; these are the ones that it opens here. */
    private static int freeBase() {
        int base;
        do {
            base = 20_000 + 100 * ThreadLocalRandom.current().nextInt(120);
        } while (!isFree(base + 48) || !isFree(base + 80) || !isFree(base + 81) || !isFree(base + 86));
        return base;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
