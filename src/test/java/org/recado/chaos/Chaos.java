package org.recado.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code ./chaos}: starts all of it, lets the storm go over it, and tells what came of it. */
final class Chaos {
    private static final System.Logger LOG = System.getLogger(Chaos.class.getName());
    // they tell of every broken wire, which is what this run is about; held here, since a forgotten logger forgets its
    // level
    private static final List<Logger> LOUD =
            List.of(Logger.getLogger("com.rabbitmq.client"), Logger.getLogger("org.mongodb.driver"));
    private static final Duration CALM = Duration.ofSeconds(5);

    private final Verdict verdict = new Verdict();
    private final Pulse pulse = new Pulse();
    private final Arguments arguments;
    private final Lanes lanes;

    /** What was asked for. */
    private record Arguments(int faults, long seed, int perSecond, int brokers, Path folder, Path stack) {
        static Arguments of(List<String> words) {
            var isCluster = words.contains("--cluster");
            return new Arguments(
                    Integer.parseInt(value(words, "--faults", "40")),
                    Long.parseLong(value(words, "--seed", Integer.toString(new Random().nextInt(1_000_000)))),
                    Integer.parseInt(value(words, "--rate", isCluster ? "30" : "100")),
                    isCluster ? 3 : 1,
                    Path.of(value(words, "--folder", "target/chaos")),
                    Path.of(value(words, "--stack", "target/chaos/stack")));
        }

        private static String value(List<String> words, String option, String other) {
            var at = words.indexOf(option);
            return at < 0 ? other : words.get(at + 1);
        }
    }

    private Chaos(Arguments arguments) {
        this.arguments = arguments;
        this.lanes = new Lanes(arguments.seed());
    }

    public static void main(String[] words) {
        Logger.getLogger("").setLevel(Level.WARNING);
        LOUD.forEach(logger -> logger.setLevel(Level.OFF));
        var code = 2;
        try {
            var arguments = Arguments.of(List.of(words));
            ProcessHandle.current().parent().ifPresent(Chaos::endWith);
            code = isClean(List.of(words), arguments) ? 0 : 1;
        } catch (Exception e) {
            LOG.log(System.Logger.Level.ERROR, "the run broke", e);
        }
        System.exit(code);
    }

    private static boolean isClean(List<String> words, Arguments arguments) throws Exception {
        if (words.contains("--outages")) {
            return Outages.run(arguments.folder(), arguments.stack());
        }
        if (words.contains("--ghosts")) {
            return Ghosts.run(arguments.folder(), arguments.stack());
        }
        if (words.contains("--upgrade")) {
            return Upgrade.run(
                    arguments.folder(), arguments.stack(), Path.of(words.get(words.indexOf("--upgrade") + 1)));
        }
        return new Chaos(arguments).run();
    }

    private boolean run() throws Exception {
        System.out.println(Instant.now() + " seed " + arguments.seed() + ", "
                + (arguments.brokers() > 1 ? arguments.brokers() + " brokers" : arguments.faults() + " faults"));
        var town = new Town(arguments.folder(), arguments.brokers());
        Runtime.getRuntime().addShutdownHook(new Thread(town::close, "close"));
        town.open(arguments.folder(), arguments.stack());
        try (var load = new Load(town, lanes, pulse, verdict)) {
            load.start(arguments.perSecond());
            Pause.of(CALM);
            storm(town);
            new Inquest(town, load, lanes, verdict).hold();
            Report.print(lanes, load, pulse);
        }
        Report.print(verdict, lanes, pulse, arguments.seed());
        return verdict.isClean();
    }

    // whoever started this run is gone: so is the run
    private static void endWith(ProcessHandle parent) {
        var watch = new Thread(
                () -> {
                    parent.onExit().join();
                    System.exit(3);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private void storm(Town town) {
        pulse.start(Load.channels());
        try (var storm = new Storm(town, pulse)) {
            if (arguments.brokers() > 1) {
                new Brokers(town, storm, verdict).fall();
            } else {
                storm.rage(Fault.plan(arguments.faults(), arguments.seed(), town.links()));
            }
        }
        Pause.of(CALM);
        pulse.stop();
    }
}
