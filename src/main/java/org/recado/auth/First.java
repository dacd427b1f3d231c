package org.recado.auth;

/** What came of making the first operator. */
public enum First {
    /** There was none, and now there is. */
    MADE,
    /** There is an operator already. */
    NOT_NEEDED,
    /** There is none, but the name is another account's, or was that of someone who is erased. */
    TAKEN
}
