package org.recado.socket;

/** The codes we close a connection with: the table of the README. Never 1000, after which a client stays away. */
enum CloseCode {
    /** The client said nothing for the idle timeout. */
    SILENT(1001),
    /** JSON or bytes that are no frame. */
    NO_FRAME(1003),
    /** Text that is no JSON, has a key twice, is nested too deep, or holds half a surrogate pair. */
    NO_JSON(1007),
    /** The client's session, or its API key, has ended; it may try again, and is refused. */
    ENDED(1008),
    /** A frame over the limit. */
    TOO_BIG(1009),
    /** The way to the client broke, or something broke here. */
    FAILURE(1011),
    /** The node is stopping: another one, or this one in a while, takes the client. */
    RESTART(1012),
    /** The client reads slower, or sends faster, than a connection's queue can take. */
    TOO_SLOW(1013),
    /** An operator closed it; the client may come back at once. */
    BY_OPERATOR(4000);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
