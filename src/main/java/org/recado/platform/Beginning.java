package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Whether the application has begun. It needs nothing of the server, so it may be asked on any thread, as a probe does that
 * comes while the server starts: a bean with resources that was made there would have threads of another module for good.
 */
@ApplicationScoped
class Beginning {

    private volatile boolean over;

    void begin(@Observes Begun begun) {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
