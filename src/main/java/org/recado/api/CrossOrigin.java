package org.recado.api;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.audit.Refusals;
import org.recado.command.Reason;
import org.recado.platform.Meters;
import org.recado.platform.Origins;
import org.recado.platform.Remote;

/**
 * Lets pages of the origins that are named use the REST door, and refuses those of all others before anything is done.
 * What is no browser sends no origin, and the server's own pages are always let through.
 */
public class CrossOrigin extends HttpFilter {

    private static final long serialVersionUID = 1L;
    private static final String KEY = "recado.http.allowed-origins";

    @Inject
    @ConfigProperty(name = "recado.http.allowed-origins")
    transient Optional<String> allowed;

    @Inject
    transient Refusals refusals;

    @Inject
    transient Remote remote;

    @Inject
    transient Meters meters;

    private transient Origins origins;

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        try {
            origins = Origins.of(allowed.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ServletException(KEY + ": " + e.getMessage(), e);
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.addHeader("Vary", "Origin");
        var origin = Optional.ofNullable(request.getHeader("Origin"));
        var host = Optional.ofNullable(request.getHeader("Host")).orElse("");
        if (!origins.mayAsk(origin, host)) {
            refuse(request, response, origin.orElseThrow());
            return;
        }
        origin.filter(origins::has).ifPresent(o -> {
            response.setHeader("Access-Control-Allow-Origin", o);
            response.setHeader("Access-Control-Expose-Headers", "Retry-After");
        });
        if (isPreflight(request)) {
            preflight(response);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return "OPTIONS".equals(request.getMethod()) && request.getHeader("Access-Control-Request-Method") != null;
    }

    // a preflight carries no token: it says what may be asked, and whoever asks is refused or let in then
    private static void preflight(HttpServletResponse response) {
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
        response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type");
        response.setHeader("Access-Control-Max-Age", "3600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, String origin) throws IOException {
        meters.count("recado.http.refused", "why", "origin");
        refusals.note(Entry.of(Action.ORIGIN_REFUSED, "door:rest")
                .result(Reason.FORBIDDEN.wire())
                .with("origin", origin)
                .from(remote.address(request)));
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream()
                .write(Problem.body(
                        HttpServletResponse.SC_FORBIDDEN, Reason.FORBIDDEN, "pages of this origin may not ask here"));
    }
}
