package org.recado.socket;

import java.util.List;

/** A client's question for its frames, answered once. */
interface Poll {

    /** The frames in order; none where its time is over. Does not wait for the client to read them. */
    void answer(List<String> frames);

    /** The connection has ended, and the client has to make a new one. */
    void gone();
}
