package org.recado.posting;

import java.util.List;
import org.recado.command.Receipt;
import org.recado.command.Refused;
import org.recado.event.Told;

/** What the ledger says of one command. */
sealed interface Outcome {

    /** It is carried out, now or before: the receipt and the events are the same each time it comes. */
    sealed interface Done extends Outcome {
        Receipt.Stored receipt();

        List<Told> events();
    }

    /** Carried out in this transaction. */
    record Stored(Receipt.Stored receipt, List<Told> events) implements Done {}

    /**
     * Carried out before; nothing was changed.
     *
     * @param isGone whether it is about a message that is deleted by now: it is told the same, and not cached again
     */
    record Repeated(Receipt.Stored receipt, List<Told> events, boolean isGone) implements Done {}

    /** Refused; nothing was changed. */
    record Rejected(Refused why) implements Outcome {}
}
