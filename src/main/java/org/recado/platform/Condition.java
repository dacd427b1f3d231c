package org.recado.platform;

import java.util.Optional;

/** Something a node needs before it is ready, beside the stores: the health page asks each of these. */
public interface Condition {

    /** Such as {@code commands}. */
    String name();

    /** Why it is not met, and what to do, in one line without secrets; empty where all is well. */
    Optional<String> trouble();
}
