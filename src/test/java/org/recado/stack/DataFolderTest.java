package org.recado.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void aFolderInUseIsRefusedUntilItIsFree() {
        try (DataFolder first = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(first.path()))
                    .hasMessage("data folder: %s is in use by another stack", folder);
        }
        try (DataFolder second = DataFolder.open(folder)) {
            assertThat(second.path()).isEqualTo(folder);
        }
    }

    @Test
    void aFullDiskIsNamedInOneLine() {
        assertThatThrownBy(() -> DataFolder.open(folder, Long.MAX_VALUE))
                .isInstanceOf(StackFailure.class)
                .message()
                .startsWith("data folder: the disk of " + folder + " is full")
                .hasLineCount(1);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedInOneLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> DataFolder.open(file.resolve("data")))
                .isInstanceOf(StackFailure.class)
                .message()
                .startsWith("data folder: " + file.resolve("data") + " cannot be written")
                .hasLineCount(1);
    }

    @Test
    void theTokenSecretStaysAndIsForTheOwnerOnly() throws Exception {
        String secret = TokenSecret.keptIn(folder);

        assertThat(secret).hasSizeGreaterThanOrEqualTo(32);
        assertThat(TokenSecret.keptIn(folder)).isEqualTo(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token-secret"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theKeyForPushServicesStaysAndIsForTheOwnerOnly() throws Exception {
        String key = VapidKey.keptIn(folder);

        assertThat(Base64.getUrlDecoder().decode(key)).hasSize(32);
        assertThat(VapidKey.keptIn(folder)).isEqualTo(key);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("vapid-private-key"))))
                .isEqualTo("rw-------");
    }
}
