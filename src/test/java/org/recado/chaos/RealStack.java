package org.recado.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.recado.stack.Leash;

/** RabbitMQ, PostgreSQL, Redis and the Mongo server by {@code ./real-stack}, in a data folder of the run's own. */
final class RealStack implements AutoCloseable {
    static final List<String> PARTS = List.of("rabbitmq", "postgres", "mongo", "redis");

    private final Path folder;
    private final Leash leash;
    private final Map<String, String> settings = new TreeMap<>();

    private RealStack(Path folder, Leash leash) {
        this.folder = folder;
        this.leash = leash;
    }

    static RealStack start(Path folder, Leash leash) {
        var stack = new RealStack(folder, leash);
        stack.run("start");
        stack.run("env").lines().forEach(stack::setting);
        PARTS.forEach(stack::hold);
        stack.hold("epmd");
        return stack;
    }

    private void setting(String line) {
        var at = line.indexOf('=');
        settings.put(line.substring(0, at), line.substring(at + 1));
    }

    /** The {@code RECADO_…} settings that lead straight to the parts. */
    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** The port a part listens on. */
    int port(String part) {
        return switch (part) {
            case "rabbitmq" -> URI.create(settings.get("RECADO_AMQP_URI")).getPort();
            case "mongo" -> URI.create(settings.get("RECADO_MONGO_URI")).getPort();
            case "redis" -> URI.create(settings.get("RECADO_REDIS_URI")).getPort();
            case "postgres" ->
                URI.create(settings.get("RECADO_DATASOURCE_URL").substring("jdbc:".length()))
                        .getPort();
            default -> throw new IllegalArgumentException(part);
        };
    }

    /** The main process of a part, as {@code ./real-stack} has noted it. */
    ProcessHandle process(String part) {
        try {
            var note = Files.readString(folder.resolve("run").resolve(part));
            return ProcessHandle.of(Long.parseLong(note.substring(0, note.indexOf(' '))))
                    .orElseThrow(() -> new IllegalStateException(part + " has ended by itself"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill(String part) {
        var process = process(part);
        Signals.kill(process);
        release(process);
    }

    /** After {@link #kill}; returns when the part answers. */
    void start(String part) {
        run("start", part);
        hold(part);
    }

    private void hold(String part) {
        try {
            leash.hold(process(part));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void release(ProcessHandle process) {
        try {
            leash.release(process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String run(String... words) {
        var command = new ArrayList<>(List.of("./real-stack"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("RECADO_REAL_DATA", folder.toString());
        try {
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var code = process.onExit().join().exitValue();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", command) + " ended with " + code);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        run("stop");
    }
}
