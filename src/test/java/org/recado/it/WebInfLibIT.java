package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Nothing comes into the WAR unasked: its libraries are the ones of the checked-in list. */
class WebInfLibIT {
    private static final Path LIST = Path.of("src/test/resources/web-inf-lib.txt");

    @Test
    void warCarriesTheListedLibrariesOnly() throws IOException {
        assertThat(libraries()).containsExactlyElementsOf(Files.readAllLines(LIST));
    }

    private static List<String> libraries() throws IOException {
        String folder = "WEB-INF/lib/";
        try (ZipFile war = new ZipFile(RunningServer.WAR)) {
            return war.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(folder) && name.endsWith(".jar"))
                    .map(name -> name.substring(folder.length()))
                    .sorted()
                    .toList();
        }
    }
}
