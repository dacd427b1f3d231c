package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Waits until a child process answers, and says why if it never will. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    private Waiting() {}

    static void until(String part, ProcessHandle child, Path log, BooleanSupplier answers) throws IOException {
        until(part, child, log, answers, PATIENCE);
    }

    static void until(String part, ProcessHandle child, Path log, BooleanSupplier answers, Duration patience)
            throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!answers.getAsBoolean()) {
            if (!child.isAlive()) {
                throw new StackFailure(part, "ended at once: " + lastLine(log) + " (" + log + ")");
            }
            if (System.nanoTime() > deadline) {
                Leash.end(child);
                throw new StackFailure(part, "not ready after " + patience.toSeconds() + " s, see " + log);
            }
            pause();
        }
    }

    static String lastLine(Path log) throws IOException {
        List<String> lines = Files.exists(log)
                ? Files.readAllLines(log).stream()
                        .filter(line -> !line.isBlank())
                        .toList()
                : List.of();
        return lines.isEmpty() ? "no log" : lines.get(lines.size() - 1).strip();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
