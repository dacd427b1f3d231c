package org.recado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The one list of keys is the whole list, and holds nothing that the code does not ask for. */
class ConfigKeysTest {

    private static final Path LIST = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final Pattern LISTED = Pattern.compile("(?m)^#?(recado\\.[a-z.-]+)=");
    private static final Pattern ASKED =
            Pattern.compile("(?:ConfigProperty\\(name = |getValue\\()\"(recado\\.[a-z.-]+)\"");

    @Test
    void theListHasEveryKeyTheCodeAsksForAndNoOther() throws IOException {
        assertThat(found(LISTED, Stream.of(LIST))).isEqualTo(found(ASKED, sources()));
    }

    private static Stream<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
        }
    }

    private static Set<String> found(Pattern pattern, Stream<Path> files) {
        var keys = new TreeSet<String>();
        files.map(ConfigKeysTest::text)
                .forEach(text -> pattern.matcher(text).results().forEach(r -> keys.add(r.group(1))));
        return keys;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
