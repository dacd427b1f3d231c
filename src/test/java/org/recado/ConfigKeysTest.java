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
    /** A limit names two. */
    private static final Pattern LIMITS =
            Pattern.compile("(?m)^ +[A-Z_]+\\(\"(recado\\.[a-z.-]+)\", \"(recado\\.[a-z.-]+)\"\\)");

    @Test
    void theListHasEveryKeyTheCodeAsksForAndNoOther() throws IOException {
        var asked = found(ASKED, sources());
        asked.addAll(found(LIMITS, sources()));
        assertThat(found(LISTED, Stream.of(LIST))).isEqualTo(asked);
    }

    private static Stream<Path> sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(f -> f.toString().endsWith(".java")).toList().stream();
        }
    }

    private static Set<String> found(Pattern pattern, Stream<Path> files) {
        var keys = new TreeSet<String>();
        files.map(ConfigKeysTest::text)
                .forEach(text -> pattern.matcher(text).results().forEach(r -> {
                    for (var i = 1; i <= r.groupCount(); i++) {
                        keys.add(r.group(i));
                    }
                }));
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
