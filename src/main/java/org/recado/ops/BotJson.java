package org.recado.ops;

import jakarta.json.stream.JsonGenerator;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.recado.auth.ApiKey;
import org.recado.auth.ApiKeys;
import org.recado.auth.Bot;
import org.recado.auth.Scope;

/** Bots and keys as operators see them. */
final class BotJson {

    private BotJson() {}

    /** A whole list. */
    static <T> void writeList(JsonGenerator g, List<T> items, BiConsumer<JsonGenerator, T> one) {
        g.writeStartObject().writeStartArray("items");
        items.forEach(item -> one.accept(g, item));
        g.writeEnd().writeNull("next").writeEnd();
    }

    static void write(JsonGenerator g, Bot bot) {
        g.writeStartObject().write("id", bot.user().value());
        g.write("created_at", bot.createdAt().toString());
        g.write("created_by", bot.createdBy().value()).writeEnd();
    }

    static void write(JsonGenerator g, ApiKey key) {
        g.writeStartObject();
        writeFields(g, key);
        g.writeEnd();
    }

    /** With the key itself. */
    static void write(JsonGenerator g, ApiKeys.Made made) {
        g.writeStartObject();
        writeFields(g, made.key());
        g.write("key", made.text()).writeEnd();
    }

    private static void writeFields(JsonGenerator g, ApiKey key) {
        g.write("id", key.id()).write("name", key.name());
        g.writeStartArray("scopes");
        key.scopes().stream().map(Scope::wire).sorted().forEach(g::write);
        g.writeEnd();
        g.write("created_at", key.createdAt().toString());
        g.write("created_by", key.createdBy().value());
        writeTime(g, "expires_at", key.expiresAt());
        writeTime(g, "revoked_at", key.revokedAt());
        writeTime(g, "last_used_at", key.lastUsedAt());
    }

    private static void writeTime(JsonGenerator g, String name, Optional<Instant> time) {
        time.ifPresentOrElse(t -> g.write(name, t.toString()), () -> g.writeNull(name));
    }
}
