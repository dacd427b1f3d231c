package org.recado.platform;

import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServlet;

/**
 * Says when the application is up: the last thing that a server loads. It serves nothing. CDI's own event for that,
 * {@code @Initialized(ApplicationScoped.class)}, is told by Weld while it holds a lock which a thread that makes a bean
 * may need: now and then a node that began its work there did not start.
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
