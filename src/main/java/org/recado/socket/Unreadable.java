package org.recado.socket;

/** What the codec throws: something that is no frame, with the code its connection is closed with. */
final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final CloseCode code;

    Unreadable(CloseCode code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    CloseCode code() {
        return code;
    }
}
