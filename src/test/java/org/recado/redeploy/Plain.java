package org.recado.redeploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.recado.chaos.Pause;

/**
 * A WAR of one servlet, after ours on the same server: a thread that waits for work, and a request that is kept for reuse, hold
 * what was served last until the next is.
 */
final class Plain {
    private static final int ROUNDS = 16;
    private static final int AT_ONCE = 256;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Plain() {}

    static Path in(Path folder) throws IOException {
        var war = folder.resolve("plain.war");
        try (var zip = new ZipOutputStream(Files.newOutputStream(war))) {
            // WildFly takes an application's path from there
            zip.putNextEntry(new ZipEntry("WEB-INF/jboss-web.xml"));
            zip.write("<jboss-web><context-root>/</context-root></jboss-web>".getBytes(StandardCharsets.UTF_8));
            for (var type : new Class<?>[] {Slow.class, Pause.class}) {
                var file = type.getName().replace('.', '/') + ".class";
                zip.putNextEntry(new ZipEntry("WEB-INF/classes/" + file));
                try (var bytes = type.getClassLoader().getResourceAsStream(file)) {
                    bytes.transferTo(zip);
                }
            }
        }
        return war;
    }

    /** Asks often, and much at once. */
    static void ask(URI page) {
        var question = HttpRequest.newBuilder(page).build();
        for (var i = 0; i < ROUNDS; i++) {
            var answers = Stream.generate(() ->
                            HTTP.sendAsync(question, BodyHandlers.discarding()).thenAccept(Plain::check))
                    .limit(AT_ONCE)
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(answers).join();
        }
    }

    private static void check(HttpResponse<Void> answer) {
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("the plain page was answered " + answer.statusCode());
        }
    }
}
