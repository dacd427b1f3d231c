package org.recado.stack;

import java.util.Map;

/** One running server of the stack. */
interface Part extends AutoCloseable {
    /** The {@code RECADO_…} settings that lead to it. */
    Map<String, String> settings();

    @Override
    void close();
}
