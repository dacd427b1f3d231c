package org.recado.presence;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Sheets as JSON, for the other nodes. */
final class SheetCodec {

    private SheetCodec() {}

    static String encode(Sheet sheet) {
        return Json.string(g -> {
            g.writeStartObject();
            g.write("connections", sheet.connections());
            if (sheet.isListed()) {
                g.writeStartArray("metas");
                sheet.metas().forEach(meta -> write(g, meta));
            } else {
                g.writeStartArray("users");
                sheet.users().forEach(g::write);
            }
            g.writeEnd();
            g.writeEnd();
        });
    }

    private static void write(JsonGenerator g, Meta meta) {
        g.writeStartObject();
        g.write("user", meta.user());
        g.write("id", meta.id());
        g.write("version", meta.version());
        g.write("since", meta.since());
        g.write("own", meta.own());
        g.writeEnd();
    }

    /** Throws {@link Json.NotJson} or {@link Fields.Unfit} for what is no sheet. */
    static Sheet decode(String json) {
        var object = Json.object(json);
        var fields = new Fields(object);
        var connections = (int) fields.number("connections");
        return array(object, "metas")
                .map(metas -> listed(connections, metas))
                .or(() -> array(object, "users").map(users -> counted(connections, fields, users)))
                .orElseThrow(() -> fields.unfit("metas", "missing"));
    }

    private static Optional<JsonArray> array(JsonObject object, String field) {
        return object.get(field) instanceof JsonArray array ? Optional.of(array) : Optional.empty();
    }

    private static Sheet listed(int connections, JsonArray array) {
        List<Meta> metas = new ArrayList<>();
        for (var value : array) {
            metas.add(meta(value));
        }
        return new Sheet(connections, metas, metas.stream().map(Meta::user).collect(Collectors.toSet()));
    }

    private static Meta meta(JsonValue value) {
        var object = value instanceof JsonObject o ? o : JsonObject.EMPTY_JSON_OBJECT;
        var fields = new Fields(object);
        var own = object.get("own") instanceof JsonObject o ? o : JsonObject.EMPTY_JSON_OBJECT;
        return new Meta(
                fields.text("user"),
                fields.text("id"),
                (int) fields.number("version"),
                fields.text("since"),
                own,
                Optional.empty());
    }

    private static Sheet counted(int connections, Fields fields, JsonArray array) {
        var users = new HashSet<String>();
        for (var value : array) {
            if (!(value instanceof JsonString user)) {
                throw fields.unfit("users", "must be strings");
            }
            users.add(user.getString());
        }
        return new Sheet(connections, List.of(), users);
    }
}
