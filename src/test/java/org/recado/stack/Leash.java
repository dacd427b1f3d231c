package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * No child process outlives this JVM, however it ends: a guard process ends the children when this JVM is gone, and the next
 * start ends what even a killed guard left behind.
 */
public final class Leash implements AutoCloseable {
    private static final int GRACE_SECONDS = 10;
    // the read ends when the JVM's end of the pipe closes
    private static final String GUARD = """
            trap '' INT TERM HUP
            while read -r line; do :; done
            while read -r pid rest; do kill -TERM "$pid"; done < "$0" 2>/dev/null
            for i in $(seq 1 %d); do
              alive=
              while read -r pid rest; do kill -0 "$pid" && alive=1; done < "$0" 2>/dev/null
              [ -z "$alive" ] && exit 0
              sleep 0.1
            done
            while read -r pid rest; do kill -KILL "$pid"; done < "$0" 2>/dev/null
            """.formatted(GRACE_SECONDS * 10);

    private final Path pids;
    private final Process guard;

    private Leash(Path pids, Process guard) {
        this.pids = pids;
        this.guard = guard;
    }

    public static Leash in(Path folder) {
        Path pids = folder.resolve("pids");
        try {
            if (Files.exists(pids)) {
                Files.readAllLines(pids).forEach(Leash::endLeftover);
            }
            Files.writeString(pids, "");
            return new Leash(pids, guard(pids));
        } catch (IOException e) {
            throw new StackFailure("data folder", e);
        }
    }

    private static Process guard(Path pids) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", GUARD, pids.toAbsolutePath().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    public synchronized void hold(ProcessHandle child) throws IOException {
        Files.writeString(pids, lineOf(child) + "\n", StandardOpenOption.APPEND);
    }

    /** The child has ended: its number may be a stranger's by and by. */
    public synchronized void release(ProcessHandle child) throws IOException {
        String mine = child.pid() + " ";
        List<String> others = Files.readAllLines(pids).stream()
                .filter(line -> !line.startsWith(mine))
                .toList();
        // in one step: the guard may read it at any time
        Path next = pids.resolveSibling("pids.next");
        Files.write(next, others);
        Files.move(next, pids, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    // the start time tells our child from a stranger that got its number later
    private static String lineOf(ProcessHandle child) {
        return child.pid() + " "
                + child.info().startInstant().map(Object::toString).orElse("?");
    }

    private static void endLeftover(String line) {
        long pid = Long.parseLong(line.split(" ", 2)[0]);
        ProcessHandle.of(pid).filter(child -> lineOf(child).equals(line)).ifPresent(Leash::end);
    }

    /** SIGKILL for the process and its children; returns when all of them are gone. */
    public static void kill(ProcessHandle process) {
        var all = Stream.concat(Stream.of(process), process.descendants()).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        CompletableFuture.allOf(all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                .join();
    }

    /** Asks the process to end, and kills it if it has not after the grace time. */
    static void end(ProcessHandle child) {
        child.destroy();
        try {
            child.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            child.destroyForcibly();
            child.onExit().join();
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("process " + child.pid() + " cannot be waited for", e);
        }
    }

    /** Call after the children are ended. */
    @Override
    public void close() {
        guard.destroyForcibly();
        try {
            Files.deleteIfExists(pids);
        } catch (IOException e) {
            throw new StackFailure("data folder", e);
        }
    }
}
