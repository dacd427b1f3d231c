package org.recado.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.recado.stack.DevMain;

/** A server with the WAR, as {@code ./dev} starts it, with settings of its own; ended with this JVM at the latest. */
final class Server implements AutoCloseable {

    private final Process process;
    private final Thread end;
    private final Map<String, String> said = new HashMap<>();

    private Server(Process process) {
        this.process = process;
        end = new Thread(process::destroy, "end-server");
        Runtime.getRuntime().addShutdownHook(end);
    }

    /** @param settings in the environment, beside those of this process */
    static Server start(Map<String, String> settings) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DevMain.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        // a bench signs in once
        builder.environment().put("RECADO_AUTH_TOKEN_TTL_SECONDS", "43200");
        builder.environment().putAll(settings);
        var server = new Server(builder.start());
        server.awaitReady();
        return server;
    }

    private void awaitReady() throws IOException {
        var out = process.inputReader();
        while (!said.containsKey("ready")) {
            var line = out.readLine();
            if (line == null) {
                throw new IllegalStateException("the server did not start");
            }
            var at = line.indexOf('=');
            if (at > 0) {
                said.put(line.substring(0, at), line.substring(at + 1));
            }
        }
    }

    URI address() {
        return URI.create(said.get("ready"));
    }

    URI amqp() {
        return URI.create(said.get("amqp"));
    }

    /** The process of the application server itself. */
    long pid() {
        return payara().pid();
    }

    /** The options its JVM runs with. */
    String options() throws IOException {
        var words = Files.readString(Path.of("/proc", Long.toString(pid()), "cmdline"))
                .split("\0", -1);
        var options = new StringBuilder();
        for (var i = 1; i < words.length && words[i].startsWith("-X"); i++) {
            options.append(options.isEmpty() ? "" : ",").append(words[i]);
        }
        return options.toString();
    }

    private ProcessHandle payara() {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("payara-micro.jar"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the server is gone"));
    }

    /** The processes whose time counts, by part; stores that are not on this machine are not known. */
    Map<String, Long> parts() throws IOException {
        var parts = new LinkedHashMap<String, Long>();
        parts.put("server", pid());
        parts.put("broker", Cpu.listeningOn(amqp().getPort()));
        parts.put(
                "postgres",
                Cpu.listeningOn(URI.create(said.get("postgres").substring("jdbc:".length()))
                        .getPort()));
        parts.put("mongo", Cpu.listeningOn(URI.create(said.get("mongo")).getPort()));
        parts.put("redis", Cpu.listeningOn(URI.create(said.get("redis")).getPort()));
        parts.put("load", ProcessHandle.current().pid());
        return parts;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(end);
    }
}
