package org.recado.socket;

import jakarta.json.JsonObject;
import java.util.List;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/**
 * What one node says to an {@link Inquiry}.
 *
 * @param count of how many connections it is true
 * @param sightings the newest of them
 */
public record NodeAnswer(String node, long count, List<Sighting> sightings) {

    byte[] encode() {
        return Json.bytes(g -> {
            g.writeStartObject().write("node", node).write("count", count).writeStartArray("connections");
            sightings.forEach(s -> s.write(g));
            g.writeEnd().writeEnd();
        });
    }

    public static NodeAnswer decode(byte[] json) {
        var fields = new Fields(Json.object(json));
        return new NodeAnswer(
                fields.text("node"),
                fields.number("count"),
                fields.list("connections", JsonObject.class).stream()
                        .map(Sighting::read)
                        .toList());
    }
}
