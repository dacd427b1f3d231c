package org.recado.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Two nodes of an earlier release under load; one after the other is replaced by one of the release built here, so that
 * both speak to the same clients and queues for a while, on the newer schema. Then the inquest.
 */
final class Upgrade {
    private static final int PER_SECOND = 20;
    private static final long SEED = 1;
    private static final Duration TOGETHER = Duration.ofSeconds(15);

    private final Verdict verdict = new Verdict();
    private final Pulse pulse = new Pulse();
    private final Lanes lanes = new Lanes(SEED);
    private final Town town;

    private Upgrade(Town town) {
        this.town = town;
    }

    /** @return whether all was as it must be */
    static boolean run(Path folder, Path stack, Path earlier) throws Exception {
        try (var town = new Town(folder)) {
            Runtime.getRuntime().addShutdownHook(new Thread(town::close, "close"));
            town.openWith(earlier, folder, stack);
            return new Upgrade(town).run();
        }
    }

    private boolean run() throws Exception {
        try (var load = new Load(town, lanes, pulse, verdict)) {
            load.start(PER_SECOND);
            pulse.start(Load.channels());
            Pause.of(TOGETHER);
            for (var node : List.of("node-1", "node-2")) {
                say("replacing " + node);
                town.upgrade(node);
                say(node + " is of this release");
                answerAll();
                Pause.of(TOGETHER);
            }
            pulse.stop();
            new Inquest(town, load, lanes, verdict).hold();
            Report.print(lanes, load, pulse);
        }
        Report.print(verdict, lanes, pulse, SEED);
        return verdict.isClean();
    }

    // old or new: each edge signs in whom another has made, and reads what another has written
    private void answerAll() {
        for (var edge : town.edges()) {
            Rest.as("ana", edge).get("api/channels/" + Load.channels().get(0) + "/messages?limit=1");
        }
    }

    private void say(String what) {
        System.out.println(Instant.now() + " " + what + ", " + lanes.accepted() + " commands accepted");
    }
}
