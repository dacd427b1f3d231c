package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.recado.channel.Access;
import org.recado.channel.Channels;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.command.Command.AddMember;
import org.recado.command.Command.RemoveMember;
import org.recado.command.Reason;
import org.recado.command.Receipt;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Who is in a channel. A change is a command on the road like any other; the answer waits until it is stored. */
@Path("channels/{id}/members")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class MembersResource {

    @Inject
    Channels channels;

    @Inject
    Access access;

    @Inject
    Asked asked;

    @Inject
    Signed signed;

    /** The members by user id. */
    @GET
    public Response all(@PathParam("id") String id) {
        var channel = Ids.channel(id);
        access.mayRead(signed.caller().user(), channel);
        var members = channels.members(channel);
        return Response.ok(Json.bytes(g -> {
                    g.writeStartArray();
                    members.forEach(m -> write(g, m));
                    g.writeEnd();
                }))
                .build();
    }

    /** One member. */
    @GET
    @Path("{user_id}")
    public Response one(@PathParam("id") String id, @PathParam("user_id") String userId) {
        var channel = Ids.channel(id);
        access.mayRead(signed.caller().user(), channel);
        var member = channels.membership(channel, Ids.user(userId))
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "not a member"));
        return Response.ok(Json.bytes(g -> write(g, member))).build();
    }

    /** Lets someone in, or changes their role; being that already is fine and changes nothing. */
    @PUT
    @Path("{user_id}")
    public CompletionStage<Response> put(@PathParam("id") String id, @PathParam("user_id") String userId, byte[] body) {
        var channel = Ids.channel(id);
        var user = Ids.user(userId);
        var role = role(body);
        var now = channels.membership(channel, user);
        if (now.filter(m -> m.role() == role).isPresent()) {
            access.mayRead(signed.caller().user(), channel);
            return CompletableFuture.completedFuture(
                    Response.ok(Json.bytes(g -> write(g, now.get()))).build());
        }
        if (signed.caller().isOperator()) {
            channels.register(user, user.value());
        }
        var by = signed.caller().user();
        return asked.stored(new AddMember(by, channel, Ids.newKey(), Instant.now(), user, role.wire()))
                .thenApply(stored -> Response.status(now.isPresent() ? 200 : 201)
                        .entity(changed(channel, user, role, stored))
                        .build());
    }

    /** Ends a membership. */
    @DELETE
    @Path("{user_id}")
    public CompletionStage<Response> delete(@PathParam("id") String id, @PathParam("user_id") String userId) {
        var command = new RemoveMember(
                signed.caller().user(), Ids.channel(id), Ids.newKey(), Instant.now(), Ids.user(userId));
        return asked.stored(command).thenApply(stored -> Response.noContent().build());
    }

    private static Role role(byte[] body) {
        if (body.length == 0) {
            return Role.MEMBER;
        }
        var fields = new Fields(Json.object(body));
        return fields.optionalText("role")
                .map(r -> Role.ofWire(r).orElseThrow(() -> fields.unfit("role", "unknown")))
                .orElse(Role.MEMBER);
    }

    private static byte[] changed(ChannelId channel, UserId user, Role role, Receipt.Stored stored) {
        return Json.bytes(g -> {
            g.writeStartObject();
            g.write("channel_id", channel.value()).write("user_id", user.value());
            g.write("role", role.wire()).write("seq", stored.seq());
            g.writeEnd();
        });
    }

    /** One member as JSON. */
    public static void write(JsonGenerator g, Membership m) {
        g.writeStartObject();
        g.write("user_id", m.user().value());
        g.write("role", m.role().wire());
        g.write("joined_at", m.joinedAt().toString());
        m.mutedAt(Instant.now())
                .ifPresentOrElse(until -> g.write("muted_until", until.toString()), () -> g.writeNull("muted_until"));
        g.write("read_seq", m.readSeq()).write("delivered_seq", m.deliveredSeq());
        g.writeEnd();
    }
}
