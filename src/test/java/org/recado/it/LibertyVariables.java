package org.recado.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** What Open Liberty reads from files, one value each, as its administrator would keep secrets: the WAR hears of them as well. */
final class LibertyVariables {
    private static final Path FOLDER =
            Path.of(System.getProperty("recado.it.liberty", "target/servers/wlp"), "usr/servers/recado/variables");
    private static final List<String> SECRETS = List.of(
            "recado.datasource.url",
            "recado.datasource.user",
            "recado.datasource.password",
            "recado.auth.token-secret");

    private LibertyVariables() {}

    /** Moves the secrets there, out of the options of the JVM, and says where the server listens. */
    static void take(Map<String, String> options, String port) throws IOException {
        Files.createDirectories(FOLDER);
        for (String secret : SECRETS) {
            write(secret, options.remove(secret));
        }
        write("liberty.http.host", ServerOptions.HOST);
        write("liberty.http.port", port);
    }

    static int httpPort() {
        try {
            return Integer.parseInt(Files.readString(FOLDER.resolve("liberty.http.port")));
        } catch (IOException e) {
            throw new UncheckedIOException("the port of Open Liberty is not known", e);
        }
    }

    private static void write(String name, String value) throws IOException {
        Path file = FOLDER.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, value);
    }
}
