package org.recado.stack;

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
import java.util.stream.IntStream;

/** RabbitMQ, PostgreSQL, Redis and the Mongo server, or some of them, by {@code ./real-stack} in a data folder of the run's own. */
public final class RealStack implements AutoCloseable {
    public static final List<String> PARTS = List.of("rabbitmq", "postgres", "mongo", "redis");

    private final Path folder;
    private final Leash leash;
    private final List<String> parts;
    private final Map<String, String> settings = new TreeMap<>();

    private RealStack(Path folder, Leash leash, List<String> parts) {
        this.folder = folder;
        this.leash = leash;
        this.parts = List.copyOf(parts);
    }

    /** All the parts. */
    public static RealStack start(Path folder, Leash leash) {
        return start(folder, leash, PARTS);
    }

    /** Some of the parts. */
    public static RealStack start(Path folder, Leash leash, List<String> parts) {
        var stack = new RealStack(folder, leash, parts);
        stack.run("start", parts);
        return stack.begun();
    }

    /** All the parts, and so many brokers as one cluster; the others are {@code rabbitmq-2} and so on. */
    public static RealStack start(Path folder, Leash leash, int brokers) {
        var parts = new ArrayList<>(PARTS);
        parts.addAll(brokers(brokers).subList(1, brokers));
        var stack = new RealStack(folder, leash, parts);
        stack.run("start", List.of("--brokers", Integer.toString(brokers)));
        return stack.begun();
    }

    /** Only a broker, of so many nodes. */
    public static RealStack startBrokers(Path folder, Leash leash, int brokers) {
        var parts = brokers(brokers);
        var stack = new RealStack(folder, leash, parts);
        var words = new ArrayList<>(List.of("--brokers", Integer.toString(brokers)));
        words.addAll(parts);
        stack.run("start", words);
        return stack.begun();
    }

    private static List<String> brokers(int many) {
        return IntStream.rangeClosed(1, many)
                .mapToObj(number -> number == 1 ? "rabbitmq" : "rabbitmq-" + number)
                .toList();
    }

    private RealStack begun() {
        run("env", parts).lines().forEach(this::setting);
        parts.stream().flatMap(part -> processes(part).stream()).forEach(this::hold);
        return this;
    }

    /** What it was started with. */
    public List<String> parts() {
        return parts;
    }

    /** The parts that are brokers. */
    public List<String> brokers() {
        return parts.stream().filter(part -> part.startsWith("rabbitmq")).toList();
    }

    private void setting(String line) {
        var at = line.indexOf('=');
        settings.put(line.substring(0, at), line.substring(at + 1));
    }

    /** The {@code RECADO_…} settings that lead straight to the parts. */
    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** The port a part listens on. */
    public int port(String part) {
        return switch (part) {
            case "mongo" -> URI.create(settings.get("RECADO_MONGO_URI")).getPort();
            case "redis" -> URI.create(settings.get("RECADO_REDIS_URI")).getPort();
            case "postgres" ->
                URI.create(settings.get("RECADO_DATASOURCE_URL").substring("jdbc:".length()))
                        .getPort();
            default -> URI.create(brokerUri(part)).getPort();
        };
    }

    /** The URI of one broker. */
    public String brokerUri(String part) {
        return settings.get("RECADO_AMQP_URI").split(",", -1)[brokers().indexOf(part)];
    }

    /** The main process of a part, as {@code ./real-stack} has noted it. */
    public ProcessHandle process(String part) {
        try {
            var note = Files.readString(folder.resolve("run").resolve(part));
            return ProcessHandle.of(Long.parseLong(note.substring(0, note.indexOf(' '))))
                    .orElseThrow(() -> new IllegalStateException(part + " has ended by itself"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends a part without a word. */
    public void kill(String part) {
        var process = process(part);
        Leash.kill(process);
        release(process);
    }

    /** Ends a part in the orderly way. */
    public void stop(String part) {
        var processes = processes(part);
        run("stop", List.of(part));
        processes.forEach(this::release);
    }

    /** Starts a part that is not running; returns when it answers. */
    public void start(String part) {
        run("start", List.of(part));
        processes(part).forEach(this::hold);
    }

    // the broker has a name server of its own
    private List<ProcessHandle> processes(String part) {
        return part.startsWith("rabbitmq") ? List.of(process(part), process("epmd")) : List.of(process(part));
    }

    private void hold(ProcessHandle process) {
        try {
            leash.hold(process);
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

    /** Runs {@code ./real-stack} with one of its other commands; what it printed. */
    public String run(String command, List<String> arguments) {
        var words = new ArrayList<>(List.of("./real-stack", command));
        words.addAll(arguments);
        var builder = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("RECADO_REAL_DATA", folder.toString());
        try {
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var code = process.onExit().join().exitValue();
            if (code != 0) {
                throw new IllegalStateException(String.join(" ", words) + " ended with " + code);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        run("stop", List.of());
    }
}
