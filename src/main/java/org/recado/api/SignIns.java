package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import org.recado.audit.Action;
import org.recado.audit.Audit;
import org.recado.audit.Entry;
import org.recado.audit.Refusals;
import org.recado.auth.Accounts;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.platform.Remote;

/** The record of who signed in and who did not. */
@RequestScoped
class SignIns {

    private static final String NO_SUCH_ACCOUNT = "user:?";

    @Inject
    Accounts accounts;

    @Inject
    Audit audit;

    @Inject
    Refusals refusals;

    @Inject
    Remote remote;

    @Inject
    HttpServletRequest request;

    /** Nobody is let in who is not in the record. */
    void created(UserId user) {
        audit.record(Entry.of(Action.SESSION_CREATED, Entry.user(user)).by(user).from(remote.address(request)));
    }

    /** The refusal, once it is noted. A name that is no account's is left out: it may be a password in the wrong field. */
    Refused refused(UserId user, Refused why) {
        var subject = accounts.exists(user) ? Entry.user(user) : NO_SUCH_ACCOUNT;
        refusals.note(Entry.of(Action.SESSION_REFUSED, subject)
                .result(why.reason().wire())
                .from(remote.address(request)));
        return why;
    }
}
