package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.recado.api.BuiltIn;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.api.Signed;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.auth.Accounts;
import org.recado.auth.Sessions;
import org.recado.channel.Channels;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.PersonName;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** The built-in accounts to make, to give another password, to close and to open. */
@Path("ops/accounts")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class AccountsResource {

    @Inject
    BuiltIn builtIn;

    @Inject
    Accounts accounts;

    @Inject
    Sessions sessions;

    @Inject
    Channels channels;

    @Inject
    Signed signed;

    @Inject
    Recorded recorded;

    /** Makes an account, and the person where nobody is known by this user name. */
    @POST
    public Response make(byte[] body) {
        builtIn.accounts();
        var fields = new Fields(Json.object(body));
        var user = fields.of("username", UserId::new);
        var name = fields.optional("name", PersonName::new).map(PersonName::value);
        var password = builtIn.chosen("password", fields.text("password"), user, name);
        var operator = fields.optionalFlag("operator").orElse(false);
        var entry = Entry.of(Action.ACCOUNT_CREATED, Entry.user(user)).with("operator", Boolean.toString(operator));
        recorded.doing(
                entry,
                () -> {
                    channels.register(user, name.orElse(user.value()));
                    Wanted.isTrue(channels.known(List.of(user)).contains(user), Reason.CONFLICT, "the user was erased");
                    return Wanted.isTrue(
                            accounts.create(user, password, operator), Reason.CONFLICT, "the user has an account");
                },
                (made, done) -> made);
        return Response.status(Response.Status.CREATED)
                .entity(Json.bytes(g -> g.writeStartObject()
                        .write("id", user.value())
                        .write("operator", operator)
                        .writeEnd()))
                .build();
    }

    /** Gives another password; the account's sessions end, but for the one in which an operator does so to themselves. */
    @PUT
    @Path("{user_id}/password")
    public void password(@PathParam("user_id") String userId, byte[] body) {
        builtIn.accounts();
        var user = Wanted.user(userId);
        var password = new Fields(Json.object(body)).text("password");
        var chosen = builtIn.chosen("password", password, user, Optional.empty());
        known(
                Action.PASSWORD_RESET,
                user,
                () -> accounts.reset(user, chosen, signed.caller().session()));
    }

    /** Closes the account to sign-ins and ends its sessions; again is fine. */
    @PUT
    @Path("{user_id}/lock")
    public void close(@PathParam("user_id") String userId) {
        builtIn.accounts();
        var user = Wanted.user(userId);
        if (user.equals(signed.caller().user())) {
            throw new Refused(Reason.CONFLICT, "nobody closes their own account");
        }
        known(Action.ACCOUNT_CLOSED, user, () -> accounts.close(user));
    }

    /** Opens the account, also to who had guessed too often; again is fine. */
    @DELETE
    @Path("{user_id}/lock")
    public void open(@PathParam("user_id") String userId) {
        builtIn.accounts();
        var user = Wanted.user(userId);
        known(Action.ACCOUNT_OPENED, user, () -> accounts.open(user));
    }

    /** Signs the account out everywhere; also where the accounts are off. */
    @DELETE
    @Path("{user_id}/sessions")
    public void signOut(@PathParam("user_id") String userId) {
        var user = Wanted.user(userId);
        known(Action.SESSIONS_ENDED, user, () -> {
            sessions.endAll(user);
            return accounts.exists(user);
        });
    }

    private void known(Action action, UserId user, BooleanSupplier work) {
        recorded.doing(
                action,
                Entry.user(user),
                () -> Wanted.isTrue(work.getAsBoolean(), Reason.NOT_FOUND, "no such account"));
    }
}
