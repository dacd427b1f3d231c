package org.recado.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;
import org.recado.audit.Entry;
import org.recado.audit.Refusals;
import org.recado.command.Reason;
import org.recado.command.Refused;

/** Does something and writes down how it ended, whichever door it was asked at. */
@ApplicationScoped
public class OnRecord {

    @Inject
    Refusals record;

    /** What there is to add to an entry once the work is done. */
    public interface Detail<T> {
        Entry add(Entry entry, T result);
    }

    /** Does it and writes down how it ended, with what there is to say of the result; {@code entry} says who does it. */
    public <T> T doing(Entry entry, Supplier<T> work, Detail<T> detail) {
        T result;
        try {
            result = work.get();
        } catch (Refused e) {
            record.recordOrNote(entry.result(e.reason().wire()));
            throw e;
        } catch (RuntimeException e) {
            // what the caller hears of it as well
            record.recordOrNote(entry.result(Reason.UNAVAILABLE.wire()));
            throw e;
        }
        record.recordOrNote(detail.add(entry, result));
        return result;
    }
}
