package org.recado;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Writes docs/configuration.md: the list of keys with its comments, and of what kind the code takes each for. */
final class ConfigDocument {

    static final Path FILE = Path.of("docs/configuration.md");
    private static final Path LIST = Path.of("src/main/resources/META-INF/microprofile-config.properties");
    private static final Pattern KEY = Pattern.compile("(#?)((?:recado|mp)\\.[a-z.-]+)=(.*)");
    private static final Pattern SECTION = Pattern.compile("# --- (.+) ---");
    private static final Pattern INJECTED = Pattern.compile(
            "@ConfigProperty\\(name = \"(?<key>[a-z.-]+)\"[^)]*\\)" + "\\s+(?:transient )?(?:Optional<)?(?<type>\\w+)");
    private static final Pattern ASKED =
            Pattern.compile("getValue\\(\\s*\"(?<key>[a-z.-]+)\", (?<type>\\w+)\\.class\\)");
    /** What holds a password or is one. */
    private static final Pattern SECRET =
            Pattern.compile(".*(?:password|secrets?|private-key|trace\\.headers|(?:amqp|mongo|redis)\\.uri)");

    private static final Map<String, String> KINDS = Map.of(
            "int", "whole number",
            "Integer", "whole number",
            "long", "whole number",
            "Long", "whole number",
            "double", "number",
            "boolean", "true or false",
            "URI", "address",
            "List", "list, comma separated",
            "String", "text");

    private static final String HEAD = """
            # Every setting

            Generated from `src/main/resources/META-INF/microprofile-config.properties`; after a change there:
            `java -cp target/test-classes org.recado.ConfigDocument`.

            Settings come by MicroProfile Config, so from wherever the server takes them. The first that has a key wins:

            1. system properties: `-Drecado.node=chat1`
            2. environment variables, in capitals with `_` for all that is neither letter nor digit: `RECADO_NODE=chat1`
            3. what the server brings: files of secrets, password aliases, variables (`server-config/`)
            4. the default below

            A value that cannot be right ends the start with a line that names the key. Keep **secret** what says so: give it by a
            file or the server's own store of secrets, not on a command line.
            """;

    private final Map<String, Kind> kinds = new TreeMap<>();
    private final StringBuilder document = new StringBuilder(HEAD);
    private final List<String> comment = new ArrayList<>();
    private boolean isInTable;

    private record Kind(String name, boolean isOptional) {}

    private ConfigDocument() {}

    public static void main(String[] args) throws IOException {
        Files.writeString(FILE, text());
    }

    static String text() throws IOException {
        var document = new ConfigDocument();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            files.filter(f -> f.toString().endsWith(".java")).forEach(document::readKinds);
        }
        document.section("this node");
        // the list's own head says what is said above
        var lines = Files.readAllLines(LIST);
        lines.subList(lines.indexOf("") + 1, lines.size()).forEach(document::read);
        return document.document.toString();
    }

    private void readKinds(Path source) {
        try {
            var text = Files.readString(source);
            for (var pattern : List.of(INJECTED, ASKED)) {
                for (var asked = pattern.matcher(text); asked.find(); ) {
                    var isOptional =
                            asked.group().contains("Optional<") || asked.group().contains("defaultValue");
                    kinds.put(asked.group("key"), new Kind(KINDS.get(asked.group("type")), isOptional));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        var section = SECTION.matcher(line);
        var key = KEY.matcher(line);
        if (section.matches()) {
            section(section.group(1));
        } else if (key.matches()) {
            row(key.group(2), !key.group(1).isEmpty(), key.group(3));
        } else if (line.startsWith("# ")) {
            comment.add(line.substring(2));
        } else if (!comment.isEmpty()) {
            document.append(said()).append("\n\n");
        }
    }

    private void section(String title) {
        document.append("\n## ").append(capitalized(title)).append("\n\n");
        isInTable = false;
    }

    private void row(String key, boolean hasNoDefault, String value) {
        if (!isInTable) {
            document.append("| key | kind | default | |\n| --- | --- | --- | --- |\n");
            isInTable = true;
        }
        // the keys of a limit are asked for by it, one of the server by the server
        var kind = kinds.getOrDefault(key, new Kind(value.equals("true") ? "true or false" : "whole number", false));
        var fallback = hasNoDefault ? (kind.isOptional() ? "" : "**to be given**") : code(value);
        var secret = SECRET.matcher(key).matches() ? ", **secret**" : "";
        document.append("| `%s` | %s%s | %s | %s |%n".formatted(key, kind.name(), secret, fallback, said(key)));
    }

    private String said(String key) {
        return key.endsWith("-window-ms") && comment.isEmpty() ? "In so many milliseconds." : said();
    }

    private String said() {
        var said = String.join(" ", comment).replace("|", "\\|").replace("<", "&lt;");
        comment.clear();
        return said;
    }

    private static String code(String value) {
        return value.isEmpty() ? "empty" : '`' + value + '`';
    }

    private static String capitalized(String title) {
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }
}
