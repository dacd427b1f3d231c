package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.platform.Remote;

/** What a caller does at a door and is in the record for, however it ends. */
@RequestScoped
public class Recorded {

    @Inject
    Signed signed;

    @Inject
    OnRecord onRecord;

    @Inject
    Remote remote;

    @Inject
    HttpServletRequest request;

    /** Does it and writes down how it ended. */
    public <T> T doing(Action action, String subject, Supplier<T> work) {
        return doing(Entry.of(action, subject), work, (entry, result) -> entry);
    }

    /** Does it and writes down how it ended, with what there is to say of the result. */
    public <T> T doing(Entry entry, Supplier<T> work, OnRecord.Detail<T> detail) {
        return onRecord.doing(entry.by(signed.caller().user()).from(remote.address(request)), work, detail);
    }
}
