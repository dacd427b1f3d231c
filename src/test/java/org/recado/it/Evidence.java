package org.recado.it;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What can be said of a client that waited in vain: how the server sees its connections, and what its threads are at. */
final class Evidence {

    private static final int MOST_LINES = 25;

    private Evidence() {}

    static String of(String user) {
        try {
            var connections = Api.signedIn("ops").get("/api/ops/people/" + user + "/connections");
            return connections.body() + "\n" + threads();
        } catch (IOException | RuntimeException e) {
            // what was not heard is the failure, not this
            return "no evidence: " + e;
        }
    }

    // those that have a client's frames in hand
    private static String threads() throws IOException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var pid = Long.toString(Server.process().pid());
        var process = new ProcessBuilder(jcmd, pid, "Thread.print")
                .redirectErrorStream(true)
                .start();
        var all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Stream.of(all.split("\n\n", -1))
                .filter(t -> t.contains("org.recado.socket") || t.contains("tyrus"))
                .map(t -> t.lines().limit(MOST_LINES).collect(joining("\n")))
                .collect(joining("\n\n"));
    }
}
