package org.recado.limit;

/** Someone or something under a limit. What is counted may be an address, so it is never written to a log. */
public record Counted(Limit limit, String key) {

    @Override
    public String toString() {
        return limit.toString();
    }
}
