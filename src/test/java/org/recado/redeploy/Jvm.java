package org.recado.redeploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server's JVM, looked at from outside. */
final class Jvm {
    private static final Pattern THREAD = Pattern.compile("(?m)^\"(.*?)\" #\\d+ ");
    private static final String ESTABLISHED = "01";

    private final long pid;

    Jvm(long pid) {
        this.pid = pid;
    }

    String jcmd(String... words) {
        var command = new String[words.length + 2];
        command[0] = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        command[1] = Long.toString(pid);
        System.arraycopy(words, 0, command, 2, words.length);
        return Program.run(command);
    }

    /** How many threads there are, by name with its numbers taken out. */
    Map<String, Integer> threads() {
        var counts = new TreeMap<String, Integer>();
        THREAD.matcher(jcmd("Thread.print"))
                .results()
                .forEach(thread -> counts.merge(thread.group(1).replaceAll("\\d+", "N"), 1, Integer::sum));
        return counts;
    }

    /** How many times a class is loaded: once for each class loader of the application that is still there. */
    int copies(String className) {
        return (int) jcmd("VM.class_hierarchy", className)
                .lines()
                .filter(line -> line.contains(className + "/"))
                .count();
    }

    /** How many connections it has open to each of these ports. */
    Map<Integer, Integer> connections(Collection<Integer> ports) throws IOException {
        var mine = sockets();
        var counts = new TreeMap<Integer, Integer>();
        for (var table : Set.of("tcp", "tcp6")) {
            for (var line : Files.readAllLines(Path.of("/proc/net", table))) {
                var fields = line.strip().split("\\s+", -1);
                var remote = fields[2].substring(fields[2].indexOf(':') + 1);
                if (fields[3].equals(ESTABLISHED) && mine.contains(fields[9])) {
                    counts.merge(Integer.parseInt(remote, 16), 1, Integer::sum);
                }
            }
        }
        counts.keySet().retainAll(ports);
        return counts;
    }

    // a socket that the JVM has closed is no file of it any more
    private Set<String> sockets() throws IOException {
        try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.map(Jvm::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
    }

    // it may be closed between the list and the look
    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "gone";
        }
    }
}
