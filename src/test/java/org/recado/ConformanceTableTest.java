package org.recado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/conformance.md names tests that are there, and every test of the stock client's that it should. */
class ConformanceTableTest {

    private static final Path TABLE = Path.of("docs/conformance.md");
    private static final Path JAVA = Path.of("src/test/java");
    private static final Path SCRIPTS = Path.of("src/test/phoenix");
    private static final Pattern METHOD = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");
    private static final Pattern SCRIPT = Pattern.compile("`([\\w-]+(?:\\.test)?\\.mjs): ([^`]+)`");
    private static final Pattern TITLE = Pattern.compile("(?m)^(?:claim|test)\\(\"([^\"]+)\"");

    @Test
    void everyRowNamesATest() throws IOException {
        assertThat(rows())
                .isNotEmpty()
                .allSatisfy(row -> assertThat(METHOD.matcher(row).find()
                                || SCRIPT.matcher(row).find())
                        .as(row)
                        .isTrue());
    }

    @Test
    void namedMethodsAreThere() throws IOException {
        for (var named : named(METHOD)) {
            var source = source(named.group(1) + ".java");
            assertThat(source).as(named.group()).contains("void " + named.group(2) + "(");
        }
    }

    @Test
    void namedTitlesAreThere() throws IOException {
        for (var named : named(SCRIPT)) {
            assertThat(titles(named.group(1))).as(named.group()).contains(named.group(2));
        }
    }

    @Test
    void everyTitleOfTheChecklistIsNamed() throws IOException {
        var named = named(SCRIPT).stream().map(m -> m.group(2)).toList();
        assertThat(named).containsAll(titles("conformance.test.mjs"));
    }

    private static List<String> rows() throws IOException {
        return Files.readString(TABLE)
                .lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .filter(line -> !line.startsWith("| ---"))
                .toList();
    }

    private static List<MatchResult> named(Pattern pattern) throws IOException {
        return rows().stream().flatMap(row -> pattern.matcher(row).results()).toList();
    }

    private static Set<String> titles(String script) throws IOException {
        return TITLE.matcher(Files.readString(SCRIPTS.resolve(script)))
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toSet());
    }

    private static String source(String name) throws IOException {
        try (var files = Files.find(JAVA, 9, (path, about) -> path.endsWith(name))) {
            return Files.readString(files.findFirst().orElseThrow(() -> new AssertionError("no " + name)));
        }
    }
}
