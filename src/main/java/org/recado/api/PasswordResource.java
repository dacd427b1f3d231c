package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.auth.Accounts;
import org.recado.auth.Caller;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** The caller's own password. */
@Path("me/password")
@RequestScoped
public class PasswordResource {

    @Inject
    BuiltIn builtIn;

    @Inject
    Limits limits;

    @Inject
    Recorded recorded;

    @Inject
    Signed signed;

    /** Another one, for the old one; the caller stays signed in here and nowhere else. */
    @POST
    public void change(byte[] body) {
        var accounts = builtIn.accounts();
        var fields = new Fields(Json.object(body));
        var caller = signed.caller();
        var user = caller.user();
        var old = fields.text("password");
        var chosen = builtIn.chosen("new_password", fields.text("new_password"), user, Optional.empty());
        if (!accounts.exists(user)) {
            throw new Refused(Reason.NOT_FOUND, "the caller has no account here");
        }
        recorded.doing(Action.PASSWORD_CHANGED, Entry.user(user), () -> changed(accounts, caller, old, chosen));
    }

    private boolean changed(Accounts accounts, Caller caller, String old, String chosen) {
        var user = caller.user();
        limits.check(Limit.SIGN_INS_PER_USER.of(user.value())).ifPresent(wait -> {
            throw Refused.rateLimited(wait);
        });
        // a token that is good is no reason to sign in again, so this is not "unauthorized"
        var right = builtIn.right(user, old, Reason.FORBIDDEN, "the password is wrong");
        if (!accounts.change(right, chosen, caller.session())) {
            throw new Refused(Reason.CONFLICT, "the password was changed meanwhile");
        }
        return true;
    }
}
