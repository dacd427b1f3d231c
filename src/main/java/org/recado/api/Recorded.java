package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.audit.Refusals;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Remote;

/** What a caller does at a door and is in the record for, however it ends. */
@RequestScoped
public class Recorded {

    @Inject
    Signed signed;

    @Inject
    Refusals record;

    @Inject
    Remote remote;

    @Inject
    HttpServletRequest request;

    /** Does it and writes down how it ended. */
    public <T> T doing(Action action, String subject, Supplier<T> work) {
        return doing(Entry.of(action, subject), work, (entry, result) -> entry);
    }

    /** What there is to add to an entry once the work is done. */
    public interface Detail<T> {
        Entry add(Entry entry, T result);
    }

    /** Does it and writes down how it ended, with what there is to say of the result. */
    public <T> T doing(Entry entry, Supplier<T> work, Detail<T> detail) {
        var mine = entry.by(signed.caller().user()).from(remote.address(request));
        T result;
        try {
            result = work.get();
        } catch (Refused e) {
            record.recordOrNote(mine.result(e.reason().wire()));
            throw e;
        } catch (RuntimeException e) {
            // what the caller hears of it as well
            record.recordOrNote(mine.result(Reason.UNAVAILABLE.wire()));
            throw e;
        }
        record.recordOrNote(detail.add(mine, result));
        return result;
    }
}
