package org.recado.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What was asked of {@code ./bench}.
 *
 * @param part one for the full load, ten for a tenth of it
 * @param only the one part of a bench that is wanted
 * @param jfr where a recording of the server goes
 */
record Bench(String name, int part, Optional<String> only, Optional<Path> jfr) {

    private static final int SHORT = 10;

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING);
        var words = Arrays.asList(args);
        var bench = new Bench(
                args[0],
                words.contains("--short") ? SHORT : 1,
                valueOf(words, "--only"),
                valueOf(words, "--jfr").map(Path::of).map(Path::toAbsolutePath));
        switch (bench.name) {
            case "road" -> RoadBench.run(bench);
            case "speed" -> SpeedBench.run(bench);
            case "growth" -> GrowthBench.run(bench);
            case "edge" -> EdgeBench.run(bench);
            case "notifications" -> NotificationBench.run(bench);
            case "dead-letters" -> DeadLetterBench.run(bench);
            case "size" -> SizeBench.run(bench);
            case "mongo" -> MongoBench.run(bench);
            default -> throw new IllegalArgumentException("no bench is called " + bench.name);
        }
    }

    private static Optional<String> valueOf(List<String> words, String option) {
        var at = words.indexOf(option);
        return at < 0 ? Optional.empty() : Optional.of(words.get(at + 1));
    }

    /** Its share of a load. */
    int share(int messages) {
        return messages / part;
    }

    boolean wants(String what) {
        return only.isEmpty() || only.get().equals(what);
    }
}
