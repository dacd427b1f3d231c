package org.recado.ops;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Answers at {@code /metrics} unless the server does: a path that is taken stays with the server. */
@WebListener
public class MetricsPath implements ServletContextListener {

    private static final System.Logger LOG = System.getLogger(MetricsPath.class.getName());

    @Override
    public void contextInitialized(ServletContextEvent event) {
        var taken = event.getServletContext()
                .addServlet("recado-metrics", MetricsServlet.class)
                .addMapping("/metrics");
        if (!taken.isEmpty()) {
            LOG.log(System.Logger.Level.INFO, "/metrics is the server's own");
        }
    }
}
