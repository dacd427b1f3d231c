package org.recado.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    Path folder;

    @Test
    void aTornRecordIsCutOffAndTheNextTakesItsPlace() throws IOException {
        append("one", "two");
        byte[] whole = Files.readAllBytes(file());
        for (int torn = 1; torn < whole.length / 2; torn++) {
            Files.write(file(), Arrays.copyOf(whole, whole.length - torn));
            append("three");
            assertThat(records()).as("%d bytes short", torn).containsExactly("one", "three");
        }
    }

    @Test
    void aRecordWithAWrongSumIsCutOff() throws IOException {
        append("one", "two");
        byte[] spoilt = Files.readAllBytes(file());
        spoilt[spoilt.length - 1] ^= 1;
        Files.write(file(), spoilt);
        assertThat(records()).containsExactly("one");
        assertThat(Files.size(file())).isEqualTo(spoilt.length / 2);
    }

    private void append(String... records) throws IOException {
        try (Journal journal = Journal.open(file(), record -> {})) {
            for (String record : records) {
                journal.force(journal.append(ByteBuffer.wrap(record.getBytes(StandardCharsets.UTF_8))));
            }
        }
    }

    private List<String> records() throws IOException {
        List<String> records = new ArrayList<>();
        Journal.open(file(), record -> records.add(new String(record, StandardCharsets.UTF_8)))
                .close();
        return records;
    }

    private Path file() {
        return folder.resolve("journal");
    }
}
