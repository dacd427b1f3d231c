package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the server binaries from the Maven packages are unpacked: one folder per user, shared by all stacks. */
final class Binaries {
    private Binaries() {}

    static Path folder(String name) throws IOException {
        String user = System.getProperty("user.name");
        return Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "recado-stack-" + user, name));
    }
}
