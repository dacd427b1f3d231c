package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.recado.auth.Accounts;
import org.recado.auth.Caller;
import org.recado.auth.Tokens;
import org.recado.channel.Channels;
import org.recado.channel.Person;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Remote;

/** Signing in, and who one is then. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class SessionResource {

    @Inject
    Accounts accounts;

    @Inject
    Limits limits;

    @Inject
    Remote remote;

    @Context
    HttpServletRequest request;

    @Inject
    Tokens tokens;

    @Inject
    Channels channels;

    @Inject
    Signed signed;

    @Inject
    SignIns record;

    /** Gives a token for a user name and a password. */
    @POST
    @Path("session")
    @Open
    public Response signIn(byte[] body) {
        var fields = new Fields(Json.object(body));
        var password = fields.text("password");
        var user = fields.of("username", UserId::new);
        limits.check(Limit.SIGN_INS_PER_ADDRESS.of(remote.counted(request)), Limit.SIGN_INS_PER_USER.of(user.value()))
                .ifPresent(wait -> {
                    throw record.refused(user, Refused.rateLimited(wait));
                });
        var caller = accounts.signIn(user, password)
                .orElseThrow(() -> record.refused(
                        user, new Refused(Reason.UNAUTHORIZED, "the user name or the password is wrong")));
        record.created(user);
        var issued = tokens.issue(caller);
        return Response.ok(Json.bytes(g -> {
                    g.writeStartObject();
                    g.write("token", issued.token());
                    g.write("expires_at", issued.expiresAt().toString());
                    g.writeStartObject("user");
                    writeUser(g, caller);
                    g.writeEnd().writeEnd();
                }))
                .header("Cache-Control", "no-store")
                .build();
    }

    /** The caller. */
    @GET
    @Path("me")
    public Response me() {
        return Response.ok(Json.bytes(g -> {
                    g.writeStartObject();
                    writeUser(g, signed.caller());
                    g.writeEnd();
                }))
                .build();
    }

    private void writeUser(JsonGenerator g, Caller caller) {
        var id = caller.user();
        g.write("id", id.value());
        g.write("name", channels.person(id).map(Person::name).orElse(id.value()));
        g.writeStartArray("roles");
        caller.roles().forEach(g::write);
        g.writeEnd();
    }
}
