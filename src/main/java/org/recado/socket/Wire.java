package org.recado.socket;

import java.util.Optional;
import java.util.function.Consumer;

/** The way to one client. */
interface Wire {

    /** Writes without waiting and says once how it ended; the next write comes only after that. */
    void send(String text, Consumer<Optional<Throwable>> ended);

    /** Ends the connection; ending it twice is fine. */
    void close(CloseCode code, String detail);
}
