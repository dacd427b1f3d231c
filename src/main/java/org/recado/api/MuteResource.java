package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.recado.command.Command.MuteMember;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** That a member may write nothing for a while. For owners and moderators. */
@Path("channels/{id}/members/{user_id}/mute")
@RequestScoped
public class MuteResource {

    @Inject
    Asked asked;

    @Inject
    Signed signed;

    /** Until when; a mute that holds already is moved. */
    @PUT
    public CompletionStage<Response> put(@PathParam("id") String id, @PathParam("user_id") String userId, byte[] body) {
        return mute(id, userId, Optional.of(new Fields(Json.object(body)).time("until")));
    }

    /** Ends it. */
    @DELETE
    public CompletionStage<Response> delete(@PathParam("id") String id, @PathParam("user_id") String userId) {
        return mute(id, userId, Optional.empty());
    }

    private CompletionStage<Response> mute(String id, String userId, Optional<Instant> until) {
        var by = signed.caller().user();
        var command = new MuteMember(by, Ids.channel(id), Ids.newKey(), Instant.now(), Ids.user(userId), until);
        return asked.stored(command).thenApply(stored -> Response.noContent().build());
    }
}
