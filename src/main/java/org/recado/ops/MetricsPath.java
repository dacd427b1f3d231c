package org.recado.ops;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import org.recado.platform.Meters;

/** Answers at {@code /metrics} where the server does not. */
@WebListener
public class MetricsPath implements ServletContextListener {

    private static final System.Logger LOG = System.getLogger(MetricsPath.class.getName());

    @Override
    public void contextInitialized(ServletContextEvent event) {
        if (Meters.areShownByTheServer()) {
            return;
        }
        var taken = event.getServletContext()
                .addServlet("recado-metrics", MetricsServlet.class)
                .addMapping("/metrics");
        if (!taken.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "/metrics is taken by another servlet");
        }
    }
}
