package org.recado.platform;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;

/**
 * Says when the application is up: the last thing that a server loads. It serves nothing. Threads that began with CDI
 * would look for beans and resources beside a server that is still putting the rest together, and the two may wait for
 * each other for ever.
 */
public class BeginServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Inject
    transient Event<Begun> begun;

    @Override
    public void init() {
        begun.fire(new Begun());
    }
}
