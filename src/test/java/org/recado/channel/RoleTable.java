package org.recado.channel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table of the README: who may do what in a channel. */
public final class RoleTable {

    /** Its columns; the last one is nobody's role. */
    public static final List<String> ROLES = List.of("owner", "moderator", "member", "reader", "nobody there");

    private RoleTable() {}

    /** For each row, by what is done, whether a role may; in the order of {@link #ROLES}. */
    public static Map<String, List<Boolean>> read() {
        var table = new LinkedHashMap<String, List<Boolean>>();
        lines().dropWhile(line -> !line.startsWith("| | owner |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .forEach(cells -> table.put(
                        cells.get(0),
                        cells.subList(1, cells.size()).stream()
                                .map("yes"::equals)
                                .toList()));
        return table;
    }

    private static java.util.stream.Stream<String> lines() {
        try {
            return Files.readAllLines(Path.of("README.md")).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
