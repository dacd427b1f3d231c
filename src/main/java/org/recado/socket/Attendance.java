package org.recado.socket;

import jakarta.json.JsonObject;

/** What keeps account of who is in a channel's topic. Each call returns at once, however the stores are. */
public interface Attendance {

    /** The join has been answered. */
    void joined(Attendee attendee);

    /**
     * The client says of itself what is in this object, and no longer what it said before.
     *
     * @throws org.recado.platform.Fields.Unfit where it is too large, or of a wrong shape
     */
    void updated(Attendee attendee, JsonObject own);

    /** The join has ended; one that was never {@link #joined} is passed over. */
    void left(Attendee attendee);
}
