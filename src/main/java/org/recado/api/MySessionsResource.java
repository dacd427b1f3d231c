package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.recado.auth.Sessions;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Json;

/** Where the caller is signed in. */
@Path("me/sessions")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class MySessionsResource {

    @Inject
    Sessions sessions;

    @Inject
    Signed signed;

    /** The caller's sessions, the last used first; at most 100. */
    @GET
    public byte[] all() {
        var caller = signed.caller();
        var mine = sessions.of(caller.user());
        return Json.bytes(g -> {
            g.writeStartObject().writeStartArray("items");
            for (var session : mine) {
                g.writeStartObject()
                        .write("id", session.id().toString())
                        .write("created_at", session.createdAt().toString())
                        .write("used_at", session.usedAt().toString())
                        .write("expires_at", session.expiresAt().toString())
                        .write(
                                "current",
                                caller.session().filter(session.id()::equals).isPresent())
                        .writeEnd();
            }
            g.writeEnd().writeNull("next").writeEnd();
        });
    }

    /** Signs the caller out there. */
    @DELETE
    @Path("{id}")
    public void end(@PathParam("id") String id) {
        if (!sessions.end(signed.caller().user(), session(id))) {
            throw new Refused(Reason.NOT_FOUND, "no such session of yours");
        }
    }

    private static UUID session(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new Refused(Reason.MALFORMED, "id: not a UUID");
        }
    }
}
