package org.recado.api;

import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.recado.auth.Pass;
import org.recado.platform.Json;

/** A pass as an answer that nobody keeps on the way. */
final class PassJson {

    private PassJson() {}

    /** @param user writes who it is for */
    static Response answer(Pass pass, Consumer<JsonGenerator> user) {
        return Response.ok(Json.bytes(g -> {
                    g.writeStartObject();
                    g.write("token", pass.access().token());
                    g.write("expires_at", pass.access().expiresAt().toString());
                    // for whoever has another idea of what time it is
                    g.write(
                            "expires_in",
                            Duration.between(Instant.now(), pass.access().expiresAt())
                                    .toSeconds());
                    g.write("refresh_token", pass.refreshToken());
                    g.write("refresh_expires_at", pass.refreshExpiresAt().toString());
                    pass.caller().session().ifPresent(s -> g.write("session_id", s.toString()));
                    g.writeStartObject("user");
                    user.accept(g);
                    g.writeEnd().writeEnd();
                }))
                .header("Cache-Control", "no-store")
                .build();
    }
}
