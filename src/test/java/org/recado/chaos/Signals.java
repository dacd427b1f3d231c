package org.recado.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What one process tree can suffer. */
final class Signals {
    // the thaw is this process's own business: it comes even when the run is killed meanwhile
    private static final String FREEZE = """
            trap '' INT TERM HUP
            time=$0
            kill -STOP "$@"
            sleep "$time"
            kill -CONT "$@"
            """;

    private Signals() {}

    /** SIGSTOP for the process and its children, and SIGCONT after the time; returns then. */
    static void freeze(ProcessHandle process, Duration time) {
        var command = new ArrayList<>(List.of("/bin/sh", "-c", FREEZE, time.toMillis() / 1000.0 + ""));
        tree(process).forEach(one -> command.add(Long.toString(one.pid())));
        try {
            // a child that has ended by itself meanwhile makes kill complain, and that is fine
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<ProcessHandle> tree(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants().toList().stream());
    }
}
