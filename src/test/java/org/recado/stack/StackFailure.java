package org.recado.stack;

/** A part of the stack cannot start; the message is one line that names the part and the cause. */
public final class StackFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StackFailure(String part, String why) {
        super(part + ": " + why);
    }

    StackFailure(String part, Throwable cause) {
        super(part + ": " + oneLine(cause), cause);
    }

    private static String oneLine(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String text = root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
        return text.lines().findFirst().orElse(root.getClass().getSimpleName());
    }
}
