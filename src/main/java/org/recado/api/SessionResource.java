package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.recado.auth.Caller;
import org.recado.auth.Pass;
import org.recado.auth.Sessions;
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

/** Signing in, staying so, signing out, and who one is then. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class SessionResource {

    @Inject
    BuiltIn builtIn;

    @Inject
    Limits limits;

    @Inject
    Remote remote;

    @Context
    HttpServletRequest request;

    @Inject
    Sessions sessions;

    @Inject
    Channels channels;

    @Inject
    Signed signed;

    @Inject
    SignIns record;

    /** Gives a token, and one for the next token, for a user name and a password. */
    @POST
    @Path("session")
    @Open
    public Response signIn(byte[] body) {
        builtIn.accounts();
        var fields = new Fields(Json.object(body));
        var password = fields.text("password");
        var user = fields.of("username", UserId::new);
        var pass = signedIn(user, password);
        record.created(user);
        return answer(pass);
    }

    private Pass signedIn(UserId user, String password) {
        try {
            limits.check(
                            Limit.SIGN_INS_PER_ADDRESS.of(remote.counted(request)),
                            Limit.SIGN_INS_PER_USER.of(user.value()))
                    .ifPresent(wait -> {
                        throw Refused.rateLimited(wait);
                    });
            var right = builtIn.right(user, password, Reason.UNAUTHORIZED, "the user name or the password is wrong");
            return sessions.begin(right)
                    .orElseThrow(() -> new Refused(Reason.FORBIDDEN, "the account is closed, or has just changed"));
        } catch (Refused e) {
            throw record.refused(user, e);
        }
    }

    /** Gives the next token and the one after it, for a refresh token that has not been used. */
    @POST
    @Path("session/refresh")
    @Open
    public Response refresh(byte[] body) {
        builtIn.accounts();
        var token = new Fields(Json.object(body)).text("refresh_token");
        return answer(sessions.refresh(token)
                .orElseThrow(() -> new Refused(Reason.UNAUTHORIZED, "the session is over; sign in again")));
    }

    /** Signs out: this session's tokens count no more, and its connections are closed. */
    @DELETE
    @Path("session")
    public void signOut() {
        var caller = signed.caller();
        var session = caller.session().orElseThrow(() -> new Refused(Reason.NOT_FOUND, "the token has no session"));
        sessions.end(caller.user(), session);
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

    private Response answer(Pass pass) {
        return PassJson.answer(pass, g -> writeUser(g, pass.caller()));
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
