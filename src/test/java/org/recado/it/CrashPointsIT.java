package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recado.crash.Seam;
import org.recado.crash.Trap;

/**
 * The server ends between any two steps of a batch, while other batches are in other steps; after its restart nothing is
 * lost, doubled or out of order (invariants S1 and S2).
 */
class CrashPointsIT extends RunningServer {

    private static final List<String> SENDERS = List.of("s1", "s2", "s3", "s4");
    private static final int ROUNDS = 4;

    private final List<Script> scripts = Stream.generate(Script::new).limit(5).toList();
    private Witness witness;

    @BeforeEach
    void meet() throws Exception {
        witness = new Witness();
        var members = "\"" + String.join("\",\"", SENDERS) + "\",\"guest\"";
        for (var script : scripts) {
            var made = Api.signedIn("ops")
                    .post(
                            "/api/channels",
                            "{\"id\":\"" + script.channel() + "\",\"name\":\"Test\",\"kind\":\"private\",\"members\":["
                                    + members + "]}");
            assertThat(made.status()).isEqualTo(201);
        }
    }

    @AfterEach
    void part() throws Exception {
        Files.deleteIfExists(ServerOptions.ARMED);
        witness.close();
    }

    @ParameterizedTest
    @EnumSource
    void aCrashLosesNothingDoublesNothingAndKeepsTheOrder(Seam seam) throws Exception {
        witness.publish(greetings());
        witness.awaitAnswers(all());
        arm(seam);
        witness.publish(talk());
        server().awaitCrash();
        assertThat(Trap.sprung(ServerOptions.ARMED)).hasContent(seam.name());
        server().start();
        witness.awaitAnswers(all());
        var answers = answers();
        assertInOrder();

        witness.forgetReceipts();
        witness.publish(all());
        witness.awaitAnswers(all());
        assertThat(answers()).as("the same commands again").isEqualTo(answers);
        assertInOrder();
    }

    private static void arm(Seam seam) throws IOException {
        Files.deleteIfExists(Trap.sprung(ServerOptions.ARMED));
        var pass = seam == Seam.SOME_EVENTS_PUBLISHED ? 130 : 2;
        Files.writeString(ServerOptions.ARMED, seam + " " + pass);
    }

    /** One message of each sender for each round to come. */
    private List<Script.Line> greetings() {
        var lines = new ArrayList<Script.Line>();
        for (var round = 0; round < ROUNDS; round++) {
            scripts.forEach(script -> SENDERS.forEach(sender -> lines.add(script.say(sender))));
        }
        return lines;
    }

    /** More than a batch can hold, so that the core comes by each seam twice at least. */
    private List<Script.Line> talk() {
        var lines = new ArrayList<Script.Line>();
        for (var round = 0; round < ROUNDS; round++) {
            for (var script : scripts) {
                for (var sender = 0; sender < SENDERS.size(); sender++) {
                    lines.add(script.say(SENDERS.get(sender)));
                    lines.add(script.say(SENDERS.get(sender)));
                    lines.addAll(changes(script, round, sender));
                    lines.add(script.say(SENDERS.get(sender)));
                }
                lines.add(script.member(round % 2 == 0 ? "member.remove" : "member.add", "ops", "guest"));
            }
        }
        return lines;
    }

    /** Edits the sender's greeting of this round, and deletes the one that was edited in the round before. */
    private List<Script.Line> changes(Script script, int round, int sender) {
        var place = round * SENDERS.size() + sender + 1;
        var edit = script.edit(place, id(script, place));
        if (round == 0) {
            return List.of(edit);
        }
        var former = place - SENDERS.size();
        return List.of(edit, script.delete(former, id(script, former)));
    }

    private String id(Script script, int place) {
        return witness.receipts(script.lines().get(place - 1)).get(0).getString("id");
    }

    private List<Script.Line> all() {
        return scripts.stream().flatMap(script -> script.lines().stream()).toList();
    }

    /** The answer to each command, which says the seq it was published at and is the same as often as it comes. */
    private Map<String, JsonObject> answers() {
        var answers = new HashMap<String, JsonObject>();
        for (var line : all()) {
            var receipts = witness.receipts(line);
            assertThat(receipts).as(line.body()).containsOnly(receipts.get(0));
            assertThat(receipts.get(0).getString("state")).as(line.body()).isEqualTo("stored");
            assertThat(receipts.get(0).getInt("seq")).as(line.body()).isEqualTo(line.seq());
            answers.put(line.correlation(), receipts.get(0));
        }
        return answers;
    }

    private void assertInOrder() throws Exception {
        for (var script : scripts) {
            var seqs = IntStream.rangeClosed(1, script.lines().size()).boxed().toList();
            assertThat(Rows.seqs(script.channel())).isEqualTo(seqs);
            assertThat(firstTimes(script.channel())).isEqualTo(seqs);
            assertThat(read(script.channel())).isEqualTo(script.said());
        }
    }

    /** The seqs of the channel's events in the order they were heard for the first time; a repeat says the same again. */
    private List<Integer> firstTimes(String channel) {
        var events = new HashMap<Integer, JsonObject>();
        var seqs = new ArrayList<Integer>();
        for (var event : witness.heard(channel)) {
            var seq = event.getInt("seq");
            var first = events.putIfAbsent(seq, event);
            if (first == null) {
                seqs.add(seq);
            } else {
                assertThat(event).isEqualTo(first);
            }
        }
        return seqs;
    }

    private static List<Script.Said> read(String channel) {
        var said = new ArrayList<Script.Said>();
        var after = 0;
        JsonObject page;
        do {
            page = Api.signedIn("ops")
                    .get("/api/channels/" + channel + "/messages?limit=40&after_seq=" + after)
                    .object();
            page.getJsonArray("messages").getValuesAs(CrashPointsIT::said).forEach(said::add);
            after = page.getInt("next_seq", after);
        } while (page.getBoolean("more"));
        return said;
    }

    private static Script.Said said(JsonObject message) {
        return new Script.Said(
                message.getInt("seq"),
                message.getString("sender_id"),
                Optional.ofNullable(message.getString("message", null)),
                message.getInt("changed_seq"));
    }
}
