package org.recado.socket;

import java.util.Optional;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/**
 * What an operator asks of every node: which connections a user has there, and whether they are to be closed.
 *
 * @param connection the only one that is meant; empty for all of the user's
 */
public record Inquiry(UserId user, Optional<String> connection, boolean closing) {

    /** Closes what this one is about. */
    public Inquiry toClose() {
        return new Inquiry(user, connection, true);
    }

    public byte[] encode() {
        return Json.bytes(g -> {
            g.writeStartObject().write("user_id", user.value());
            connection.ifPresent(id -> g.write("connection", id));
            g.write("close", closing).writeEnd();
        });
    }

    static Inquiry decode(byte[] json) {
        var fields = new Fields(Json.object(json));
        return new Inquiry(
                fields.of("user_id", UserId::new),
                fields.optionalText("connection"),
                fields.optionalFlag("close").orElse(false));
    }
}
