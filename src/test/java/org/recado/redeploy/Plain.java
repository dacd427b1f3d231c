package org.recado.redeploy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A WAR of one page, after ours on the same server: a thread that waits for work, and a request that is kept for reuse, hold
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
            zip.putNextEntry(new ZipEntry("index.html"));
            zip.write("<!doctype html><title>plain</title>".getBytes(StandardCharsets.UTF_8));
        }
        return war;
    }

    /** Asks for the page often, and much at once; a thread of WildFly's may be spared all the same. */
    static void ask(URI page) {
        var question = HttpRequest.newBuilder(page).build();
        for (var i = 0; i < ROUNDS; i++) {
            var answers = Stream.generate(() -> HTTP.sendAsync(question, BodyHandlers.discarding()))
                    .limit(AT_ONCE)
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(answers).join();
        }
    }
}
