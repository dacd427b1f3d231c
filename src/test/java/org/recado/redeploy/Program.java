package org.recado.redeploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.recado.chaos.Pause;
import org.recado.stack.Leash;

/** A program that runs beside this one, with its output in a file. */
final class Program {
    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Program start(List<String> command, Map<String, String> environment, Path log, Leash leash)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        var process = builder.redirectOutput(log.toFile()).start();
        leash.hold(process.toHandle());
        return new Program(process, log);
    }

    /** Runs a command to its end; what it printed. */
    static String run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.onExit().join().exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JVM of it: itself, or what a script has started. */
    long jvm() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(p -> p.info().command().orElse("").endsWith("/java"))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new IllegalStateException("no JVM, see " + log))
                .pid();
    }

    /** Returns once its output says so, as often as asked; ends the program if it does not. */
    void await(String words, long times, Duration patience) {
        if (!Pause.until(() -> count(words) >= times || !process.isAlive(), patience) || !process.isAlive()) {
            close();
            throw new IllegalStateException("no \"" + words + "\" in " + log);
        }
    }

    /** Gives it a line to read. */
    void tell(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    /** How many lines of its output have this in them, a regular expression. */
    long count(String words) {
        var asked = Pattern.compile(words).asPredicate();
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(asked).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void close() {
        Leash.kill(process.toHandle());
    }
}
