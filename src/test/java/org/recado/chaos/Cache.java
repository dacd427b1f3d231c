package org.recado.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.UUID;
import redis.clients.jedis.RedisClient;

/** Redis: whatever it remembers of a channel must be so. It may remember nothing. */
final class Cache {
    private static final String KEY = "recado:recent:";

    private Cache() {}

    static void check(String uri, Truth truth, Verdict verdict) {
        try (var redis = RedisClient.create(uri)) {
            for (var channel : Load.channels()) {
                redis.hgetAll(KEY + channel)
                        .forEach((seq, event) -> check(channel, Integer.parseInt(seq), read(event), truth, verdict));
            }
        }
    }

    private static JsonObject read(String event) {
        try (var reader = Json.createReader(new StringReader(event))) {
            return reader.readObject();
        }
    }

    private static void check(String channel, int seq, JsonObject event, Truth truth, Verdict verdict) {
        var id = UUID.fromString(event.getString("id"));
        var isThere = seq == event.getInt("seq") && seq <= truth.lastSeq(channel);
        if (!isThere || !id.equals(truth.log(channel).get(seq))) {
            verdict.disagree("Redis has another event at %s/%d than PostgreSQL", channel, seq);
            return;
        }
        var fate = truth.fate(id);
        if (fate != null && fate.changedSeq == seq && !fate.text.equals(event.getString("message", ""))) {
            verdict.disagree("Redis has another text at %s/%d than was accepted last", channel, seq);
        }
    }
}
