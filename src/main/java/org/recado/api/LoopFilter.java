package org.recado.api;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.recado.command.Reason;
import org.recado.platform.Meters;
import org.recado.platform.Outbound;

/**
 * Refuses what a webhook of ours asks of ourselves, before anything else is done: what it changed here would be told by
 * webhook again, and so on for ever.
 */
public class LoopFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;
    /** Loop Detected (RFC 5842, section 7.2). */
    private static final int LOOP_DETECTED = 508;

    @Inject
    transient Meters meters;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getHeader(Outbound.MARK) == null) {
            chain.doFilter(request, response);
            return;
        }
        meters.count("recado.http.refused", "why", "loop");
        response.setStatus(LOOP_DETECTED);
        response.setContentType(Problem.MEDIA_TYPE);
        response.getOutputStream()
                .write(Problem.body(LOOP_DETECTED, Reason.FORBIDDEN, "a webhook may not lead back here"));
    }
}
