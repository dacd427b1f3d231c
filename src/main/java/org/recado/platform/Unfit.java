package org.recado.platform;

import java.io.IOException;

/** The outside is not as this node needs it, and an operator has to act: the message says how. */
public final class Unfit extends IOException {

    private static final long serialVersionUID = 1L;

    public Unfit(String whatToDo) {
        super(whatToDo);
    }
}
