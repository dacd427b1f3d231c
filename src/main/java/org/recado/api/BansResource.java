package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.recado.channel.Access;
import org.recado.channel.Channels;
import org.recado.command.Command.BanMember;
import org.recado.platform.Json;

/** Who may not come into a channel. For its owners and moderators. */
@Path("channels/{id}/bans")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class BansResource {

    @Inject
    Channels channels;

    @Inject
    Access access;

    @Inject
    Asked asked;

    @Inject
    Signed signed;

    /** They, by user id. */
    @GET
    public Response all(@PathParam("id") String id) {
        var channel = Ids.channel(id);
        access.maySeeBans(signed.caller().user(), channel);
        var banned = channels.banned(channel);
        return Response.ok(Json.bytes(g -> {
                    g.writeStartArray();
                    banned.forEach(user ->
                            g.writeStartObject().write("user_id", user.value()).writeEnd());
                    g.writeEnd();
                }))
                .build();
    }

    /** Puts someone out, where they are in, and keeps them out. */
    @PUT
    @Path("{user_id}")
    public CompletionStage<Response> put(@PathParam("id") String id, @PathParam("user_id") String userId) {
        return ban(id, userId, true);
    }

    /** Lets someone come in again; they do so by themselves, or are let in. */
    @DELETE
    @Path("{user_id}")
    public CompletionStage<Response> delete(@PathParam("id") String id, @PathParam("user_id") String userId) {
        return ban(id, userId, false);
    }

    private CompletionStage<Response> ban(String id, String userId, boolean banned) {
        var by = signed.caller().user();
        var command = new BanMember(by, Ids.channel(id), Ids.newKey(), Instant.now(), Ids.user(userId), banned);
        return asked.stored(command).thenApply(stored -> Response.noContent().build());
    }
}
