package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import org.recado.auth.Caller;

/** Who makes this request. Set by {@link BearerFilter} before any resource runs. */
@RequestScoped
public class Signed {

    private Caller caller;

    void in(Caller verified) {
        caller = verified;
    }

    /** The caller; asked without a verified token it is a bug. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("no caller was verified");
        }
        return caller;
    }
}
