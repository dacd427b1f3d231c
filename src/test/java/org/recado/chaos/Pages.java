package org.recado.chaos;

import jakarta.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Every channel by REST, page by page from its beginning: each message once, in order, as it ended. */
final class Pages {
    private static final int LIMIT = 200;

    private final Rest rest;
    private final Truth truth;
    private final Verdict verdict;
    private final Set<UUID> seen = new HashSet<>();

    private Pages(Rest rest, Truth truth, Verdict verdict) {
        this.rest = rest;
        this.truth = truth;
        this.verdict = verdict;
    }

    static void check(Rest rest, Truth truth, Verdict verdict) {
        var pages = new Pages(rest, truth, verdict);
        Load.channels().forEach(pages::read);
        truth.fates().values().stream()
                .filter(fate -> !pages.seen.contains(fate.id))
                .forEach(fate -> verdict.lost("%s is on no page of %s", fate.key, fate.channel));
    }

    private void read(String channel) {
        var last = 0L;
        var after = 0L;
        while (true) {
            var page = rest.get("api/channels/" + channel + "/messages?after_seq=" + after + "&limit=" + LIMIT);
            for (var message : page.getJsonArray("messages").getValuesAs(JsonObject.class)) {
                var seq = message.getJsonNumber("seq").longValue();
                if (seq <= last) {
                    verdict.reordered("the pages of %s have %d after %d", channel, seq, last);
                }
                last = seq;
                check(channel, message, seq);
            }
            if (!page.getBoolean("more")) {
                return;
            }
            after = page.getJsonNumber("next_seq").longValue();
        }
    }

    private void check(String channel, JsonObject message, long seq) {
        var id = UUID.fromString(message.getString("id"));
        var fate = truth.fate(id);
        if (!seen.add(id) || fate == null) {
            verdict.doubled("the pages of %s have %s at %d, which should not be", channel, id, seq);
        } else if (fate.seq != seq
                || fate.changedSeq != message.getJsonNumber("changed_seq").longValue()
                || !fate.text.equals(message.getString("message", ""))) {
            verdict.disagree("%s is not on its page of %s as it must be", fate.key, channel);
        }
    }
}
