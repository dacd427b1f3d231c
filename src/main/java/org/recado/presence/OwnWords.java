package org.recado.presence;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.recado.platform.Fields;

/** What a client may say of itself: a small object, without the names that are ours. */
record OwnWords(int maxBytes) {

    private static final Set<String> OURS = Set.of("phx_ref", "phx_ref_prev", "online_at");

    /** Throws {@link Fields.Unfit} unless it may be told as it is. */
    void check(JsonObject own) {
        var fields = new Fields(own);
        for (var name : own.keySet()) {
            if (OURS.contains(name)) {
                throw fields.unfit(name, "is not the client's to say");
            }
        }
        var text = own.toString();
        if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw fields.unfit("payload", "over " + maxBytes + " bytes");
        }
        // half a surrogate pair could not be told to anyone
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw fields.unfit("payload", "half a surrogate pair");
        }
    }
}
