package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.recado.stack.Leash;
import org.recado.stack.PayaraMicro;
import org.recado.stack.Ports;
import org.recado.stack.SharedStack;

/** A node of its own that takes few clients, is drained while they talk, stopped, and comes back: src/test/phoenix/drain.mjs. */
class DrainIT {

    private static final File CLIENTS = new File("src/test/phoenix");
    private static final Path FOLDER = Path.of("target/it/drain");
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final int port = Ports.free();

    @Test
    void drainedNodeSendsItsClientsAwayInWavesAndLosesNothingThatItAccepted() throws Exception {
        npmCi();
        try (var leash = Leash.in(Files.createDirectories(FOLDER))) {
            var node = start("first", leash);
            var clients = clients();
            try (var said = clients.inputReader()) {
                assertThat(next(said)).isEqualTo("away");
                node.process().destroy();
                node.process().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                var again = start("again", leash);
                assertThat(next(said)).startsWith("back: ");
                again.close();
            } finally {
                clients.destroyForcibly();
                node.close();
            }
        }
    }

    private PayaraMicro start(String name, Leash leash) throws IOException {
        Map<String, String> environment = new TreeMap<>(SharedStack.environment());
        environment.put("RECADO_AUTH_TOKEN_SECRET", ServerOptions.TOKEN_SECRET);
        environment.put("RECADO_DEMO", "true");
        environment.put("RECADO_COMMANDS_RATE_LIMIT", "100000");
        environment.put("RECADO_LIMIT_MESSAGES_PER_USER", "100000");
        environment.put("RECADO_SOCKET_MAX_CONNECTIONS", "6");
        environment.put("RECADO_SOCKET_DRAIN_WAVE", "2");
        environment.put("RECADO_SOCKET_DRAIN_INTERVAL_MS", "1500");
        var node = PayaraMicro.start(Files.createDirectories(FOLDER.resolve(name)), port, environment, leash);
        node.hush();
        node.awaitReady(PATIENCE);
        return node;
    }

    private static void npmCi() throws IOException, InterruptedException {
        var npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(CLIENTS)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(npm.waitFor()).isZero();
    }

    private Process clients() throws IOException {
        var builder = new ProcessBuilder("node", "drain.mjs")
                .directory(CLIENTS)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("RECADO_URL", "http://" + Ports.HOST + ":" + port + "/");
        return builder.start();
    }

    /** The next line the clients print; nothing where they have given up, which says why on the standard error. */
    private static String next(BufferedReader said) {
        return CompletableFuture.supplyAsync(() -> line(said))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private static String line(BufferedReader said) {
        try {
            return String.valueOf(said.readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
