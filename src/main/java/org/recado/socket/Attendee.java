package org.recado.socket;

import org.recado.id.UserId;

/** One join of a channel's topic, as {@link Attendance} knows it; equal only to itself. */
public interface Attendee {

    UserId user();

    TopicName place();

    /** Whether the client reads fast enough for so many bytes that are of use only now. */
    boolean hasRoom(int bytes);

    /**
     * Tells the client in one frame for everyone; nothing once the join has ended.
     *
     * @param dropped called where the client reads too slowly to hear it, be it now or later
     */
    void pass(Announcement announcement, Runnable dropped);

    /** Tells the client in a frame for this join alone; else as {@link #pass}. */
    void passOwn(Announcement announcement, Runnable dropped);
}
