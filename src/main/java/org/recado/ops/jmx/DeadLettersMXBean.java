package org.recado.ops.jmx;

import java.util.List;

/** The dead letters: {@code type=DeadLetters}. */
@Says("What could not be carried out, on all nodes; looked at every ten seconds and after each operation here")
public interface DeadLettersMXBean {

    @Says("letters that wait; -1 while PostgreSQL cannot be asked")
    long getWaiting();

    @Says("the newest letters that wait, 1 to 200, without their bodies")
    List<WaitingLetter> list(@Says("most") int most);

    @Says("puts one letter on the road again as it came, whatever its state")
    void replay(@Says("id") String id);

    @Says("sends another body in the place of one letter's, with its properties and headers")
    void replayEdited(@Says("id") String id, @Says("body") String body);

    @Says("puts the oldest letters that wait on the road again, 1 to 1000 of them")
    Replayed replayAll(@Says("most") int most);

    @Says("as replayAll, those with this reason only")
    Replayed replayReason(@Says("reason") String reason, @Says("most") int most);

    @Says("discards one letter that waits; the note says why, in at most 500 characters")
    void discard(@Says("id") String id, @Says("note") String note);

    /** One that waits, as a console shows it. */
    interface WaitingLetter {

        String getId();

        /** By its name on the wire. */
        String getReason();

        String getDetail();

        String getRoutingKey();

        /** RFC 3339. */
        String getFirstAt();

        /** RFC 3339. */
        String getLastAt();

        int getTimes();

        int getBodyBytes();
    }

    /** What came of one call: {@code remain} of the selected still wait. */
    interface Replayed {

        int getReplayed();

        int getFailed();

        long getRemain();
    }
}
