package org.recado.socket;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;
import org.recado.platform.Ending;

/**
 * Drains when the application is stopped, and says that it ends. It serves nothing: a servlet is what a server ends first,
 * while the sockets, the beans and the broker's connections are still there; listeners and beans hear of the end when it has
 * closed them.
 */
public class DrainServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Drain drain;

    @Inject
    transient Event<Ending> ending;

    @Override
    public void destroy() {
        try {
            drain.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ending.fire(new Ending());
        }
    }
}
