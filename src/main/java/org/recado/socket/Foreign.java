package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.audit.Refusals;
import org.recado.command.Reason;
import org.recado.platform.Remote;

/** The record of pages of other origins that were refused. */
@ApplicationScoped
class Foreign {

    @Inject
    Refusals refusals;

    @Inject
    Remote remote;

    void note(HttpServletRequest request, String door) {
        refusals.note(Entry.of(Action.ORIGIN_REFUSED, door)
                .result(Reason.FORBIDDEN.wire())
                .with("origin", Optional.ofNullable(request.getHeader("Origin")).orElse(""))
                .from(remote.address(request)));
    }
}
