package org.recado.chaos;

import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;

/** MongoDB's log, read straight: one document for each seq, and the current text on the one that creates a message. */
final class Documents {
    private final Truth truth;
    private final Verdict verdict;
    private final Map<String, Set<Long>> seen = new HashMap<>();

    private Documents(Truth truth, Verdict verdict) {
        this.truth = truth;
        this.verdict = verdict;
    }

    static void check(String uri, Truth truth, Verdict verdict) {
        try (var client = MongoClients.create(uri)) {
            var name = URI.create(uri).getPath().substring(1);
            new Documents(truth, verdict).check(client.getDatabase(name).getCollection("events"));
        }
    }

    private void check(MongoCollection<Document> events) {
        for (var document : events.find().batchSize(10_000)) {
            var key = document.getString("_id");
            if (key.startsWith("chaos-")) {
                check(document, key);
            }
        }
        for (var channel : Load.channels()) {
            var there = seen.getOrDefault(channel, Set.of());
            for (var seq = 1L; seq <= truth.lastSeq(channel); seq++) {
                if (!there.contains(seq)) {
                    verdict.lost("%s/%d has no document", channel, seq);
                }
            }
        }
    }

    private void check(Document document, String key) {
        var channel = key.substring(0, key.indexOf('/'));
        var seq = Long.parseLong(key.substring(channel.length() + 1));
        seen.computeIfAbsent(channel, c -> new HashSet<>()).add(seq);
        var id = UUID.fromString(document.getString("id"));
        if (seq != document.getLong("seq") || seq > truth.lastSeq(channel)) {
            verdict.disagree("document %s is at a place that is not its own", key);
        } else if (!id.equals(truth.log(channel).get((int) seq))) {
            verdict.disagree("document %s is about another message than PostgreSQL says", key);
        } else if (document.containsKey("now")) {
            checkNow(key, document.get("now", Document.class), truth.fate(id), seq);
        }
    }

    private void checkNow(String key, Document now, Truth.Fate fate, long seq) {
        var text = now.getString("message");
        if (fate == null || fate.seq != seq || fate.changedSeq != now.getLong("changed_seq")) {
            verdict.disagree("document %s does not end as it must", key);
        } else if (!fate.text.equals(text == null ? "" : text)) {
            verdict.disagree("document %s has another text than was accepted last", key);
        }
    }
}
