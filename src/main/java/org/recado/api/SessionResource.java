package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.recado.auth.Accounts;
import org.recado.auth.Caller;
import org.recado.auth.SignInLimit;
import org.recado.auth.Tokens;
import org.recado.channel.Channels;
import org.recado.channel.Person;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Signing in, and who one is then. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class SessionResource {

    @Inject
    Accounts accounts;

    @Inject
    SignInLimit limit;

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
        limit.wait(user).ifPresent(wait -> {
            throw record.refused(
                    user, new Refused(Reason.RATE_LIMITED, "too many attempts for this user", Optional.of(wait)));
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
