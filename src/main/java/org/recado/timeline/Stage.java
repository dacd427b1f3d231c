package org.recado.timeline;

import java.util.Optional;
import java.util.stream.Stream;

/** A step of the core that a whole batch has behind it. */
public enum Stage {
    ARCHIVE(1),
    CACHE(2),
    PUBLISHED(3);

    private final byte code;

    Stage(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static Optional<Stage> of(byte code) {
        return Stream.of(values()).filter(s -> s.code == code).findFirst();
    }
}
