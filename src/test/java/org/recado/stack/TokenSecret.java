package org.recado.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret that signs tokens: made once, kept in the data folder for the owner's eyes, so tokens outlive a restart. */
final class TokenSecret {
    private static final int BYTES = 48;

    private TokenSecret() {}

    static String keptIn(Path folder) {
        Path file = folder.resolve("token-secret");
        try {
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, random(), StandardOpenOption.WRITE);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new StackFailure("token secret", e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
