package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/** A secret of the data folder: made once, kept there for the owner's eyes, so that what it is for outlives a restart. */
final class KeptSecret {
    private KeptSecret() {}

    static String in(Path folder, String name, Supplier<String> made) {
        Path file = folder.resolve(name);
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, made.get(), StandardOpenOption.WRITE);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackFailure(name, e);
        }
    }
}
