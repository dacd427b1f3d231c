package org.recado.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/** The processor time of the parts' processes, children included, as the kernel counts it. */
final class Cpu {

    private static final double TICKS_PER_S = 100;
    private static final String LISTENS = "0A";

    private final Map<String, Long> pids;

    /** @param pids one process a part; the others are its descendants */
    Cpu(Map<String, Long> pids) {
        this.pids = new LinkedHashMap<>(pids);
    }

    /** Seconds so far, by part. */
    Map<String, Double> seconds() {
        var seconds = new LinkedHashMap<String, Double>();
        pids.forEach((part, pid) -> seconds.put(part, seconds(pid)));
        return seconds;
    }

    /** Seconds since, by part. */
    Map<String, Double> since(Map<String, Double> before) {
        var seconds = seconds();
        seconds.replaceAll((part, now) -> now - before.get(part));
        return seconds;
    }

    // those of children that have ended are in their parent's account; our own children are parts of their own
    private static double seconds(long pid) {
        var children = ProcessHandle.of(pid).stream()
                .filter(process -> !process.equals(ProcessHandle.current()))
                .flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid);
        return LongStream.concat(LongStream.of(pid), children).map(Cpu::ticks).sum() / TICKS_PER_S;
    }

    private static long ticks(long pid) {
        var stat = Path.of("/proc", Long.toString(pid), "stat");
        try {
            var line = Files.readString(stat);
            var fields = List.of(line.substring(line.lastIndexOf(')') + 2).split(" "));
            return fields.subList(11, 15).stream().mapToLong(Long::parseLong).sum();
        } catch (IOException e) {
            if (Files.exists(stat)) {
                throw new UncheckedIOException(e);
            }
            return 0; // it has ended since the list was made
        }
    }

    /** The process that listens on a port of this machine. */
    static long listeningOn(int port) throws IOException {
        var socket = "socket:[" + inode(port) + "]";
        try (var all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("\\d+"))
                    .filter(process -> holds(process, socket))
                    .mapToLong(process -> Long.parseLong(process.getFileName().toString()))
                    .min()
                    .orElseThrow(() -> new IllegalStateException("nobody listens on " + port));
        }
    }

    private static String inode(int port) throws IOException {
        var listening = String.format(Locale.ROOT, ":%04X", port);
        var sockets = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
        sockets.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
        return sockets.stream()
                .map(line -> line.strip().split("\\s+"))
                .filter(field -> field[1].endsWith(listening) && field[3].equals(LISTENS))
                .map(field -> field[9])
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody listens on " + port));
    }

    private static boolean holds(Path process, String socket) {
        try (var open = Files.list(process.resolve("fd"))) {
            return open.anyMatch(file -> link(file).equals(socket));
        } catch (IOException e) {
            return false; // it has ended, or is none of our user's
        }
    }

    private static String link(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
