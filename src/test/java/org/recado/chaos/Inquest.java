package org.recado.chaos;

import com.rabbitmq.client.ConnectionFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Waits for quiet after the storm and counts: what was accepted against what is stored, told and remembered. */
final class Inquest {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Town town;
    private final Load load;
    private final Lanes lanes;
    private final Verdict verdict;
    private final Map<String, String> settings;

    Inquest(Town town, Load load, Lanes lanes, Verdict verdict) {
        this.town = town;
        this.load = load;
        this.lanes = lanes;
        this.verdict = verdict;
        this.settings = town.stack().settings();
    }

    void hold() throws Exception {
        load.ebb();
        if (!Pause.until(load::isAllAccepted, PATIENCE)) {
            lanes.all().stream()
                    .filter(lane -> !lane.isIdle())
                    .forEach(lane -> verdict.disagree("lane %s is not accepted after %s", lane.name(), PATIENCE));
        }
        try (var rows = new Rows(settings)) {
            Pause.until(() -> isAllPosted(rows), PATIENCE);
            var lastSeqs = rows.lastSeqs();
            awaitHearing(lastSeqs);
            load.late();
            awaitHearing(lastSeqs);
            count(rows);
        }
    }

    private boolean isAllPosted(Rows rows) {
        return asked(() -> rows.postedCount() >= lanes.accepted());
    }

    private interface Question {
        boolean ask() throws SQLException;
    }

    private static boolean asked(Question question) {
        try {
            return question.ask();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives up when nobody has come further for as long as the patience lasts: catching up takes longer the more there is. */
    private void awaitHearing(Map<String, Long> lastSeqs) {
        var behind = load.behind(lastSeqs);
        while (!behind.isEmpty()) {
            var before = behind;
            if (!Pause.until(() -> !load.behind(lastSeqs).equals(before), PATIENCE)) {
                before.forEach(what -> verdict.lost("after %s %s", PATIENCE, what));
                return;
            }
            behind = load.behind(lastSeqs);
        }
    }

    private void count(Rows rows) throws Exception {
        var truth = new Truth(rows.posted(), verdict);
        truth.follow(lanes.all());
        rows.check(truth, verdict);
        Documents.check(settings.get("RECADO_MONGO_URI"), truth, verdict);
        Pages.check(Rest.as("ana", town.edges().get(0)), truth, verdict);
        Cache.check(settings.get("RECADO_REDIS_URI"), truth, verdict);
        load.outside().tellHoles();
        try (var outbox = new Outbox(settings, verdict)) {
            outbox.check(load.outside()::notifications);
        }
        Load.channels().forEach(channel -> compare(channel, truth));
        load.canon().resumes().forEach(resume -> check(resume, truth));
        checkQueues();
        town.nodes().forEach(node -> Rest.stranger(node.address()).get("health/ready"));
    }

    private void compare(String channel, Truth truth) {
        var heard = load.canon().log(channel);
        var log = truth.log(channel);
        for (var seq = 1; seq < Math.max(heard.size(), log.size()); seq++) {
            var told = seq < heard.size() ? heard.get(seq) : null;
            var stored = seq < log.size() ? log.get(seq) : null;
            if (told == null) {
                verdict.lost("%s/%d was heard by nobody", channel, seq);
            } else if (!told.equals(stored)) {
                verdict.disagree("%s/%d was heard as %s and is stored as %s", channel, seq, told, stored);
            }
        }
    }

    private void check(Canon.Resume resume, Truth truth) {
        var log = truth.log(resume.channel());
        var upTo = (int) Math.min(resume.upTo(), log.size() - 1L);
        var expected = new HashSet<UUID>(log.subList((int) Math.min(resume.after(), upTo) + 1, upTo + 1));
        if (!expected.equals(new HashSet<>(resume.messages()))) {
            verdict.lost(
                    "%s came back to %s at %d and was told %d messages up to %d, not the %d that changed",
                    resume.who(),
                    resume.channel(),
                    resume.after(),
                    resume.messages().size(),
                    resume.upTo(),
                    expected.size());
        } else if (expected.size() != resume.messages().size()) {
            verdict.doubled(
                    "%s came back to %s at %d and was told a message twice",
                    resume.who(), resume.channel(), resume.after());
        }
    }

    private void checkQueues() throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(town.stack().brokerUri("rabbitmq"));
        try (var connection = factory.newConnection("chaos-inquest");
                var channel = connection.createChannel()) {
            for (var queue :
                    List.of("commands.dead", "commands.0", "commands.1", "commands.2", "commands.3", "notifications")) {
                var left = channel.messageCount("recado." + queue);
                if (left > 0) {
                    verdict.disagree("recado.%s holds %d", queue, left);
                }
            }
        }
    }
}
