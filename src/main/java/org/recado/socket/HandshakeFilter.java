package org.recado.socket;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.Optional;
import org.recado.auth.Caller;
import org.recado.platform.Remote;

/**
 * Refuses a connection before the upgrade, where every server lets one answer as one likes: 403, or 429 or 503 where it
 * may be tried again; web.xml puts it before the server's own upgrade. Whom it lets through the endpoint finds as the
 * session's principal.
 */
public class HandshakeFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    // Payara's, the only one that FirstBytes is for; Open Liberty's answers nothing behind it
    private static final String TYRUS = "org.glassfish.tyrus.";

    @Inject
    transient Handshake handshake;

    @Inject
    transient Remote remote;

    @Inject
    transient Clients clients;

    @Inject
    transient Connections connections;

    @Inject
    transient Foreign foreign;

    /** The caller, the address they come from, and whom to tell that they are here, on the way from the filter to the endpoint. */
    record Admitted(Caller caller, String address, Runnable arrived) implements Principal {
        @Override
        public String getName() {
            return caller.user().value();
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!"GET".equals(request.getMethod()) || !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        // before the drain is asked: a server may open what it has upgraded much later, and a drain waits for it
        var arrived = connections.arriving();
        var isUpgraded = false;
        try {
            knock(request, response, chain, arrived);
            isUpgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
        } finally {
            if (!isUpgraded) {
                arrived.run();
            }
        }
    }

    private void knock(HttpServletRequest request, HttpServletResponse response, FilterChain chain, Runnable arrived)
            throws IOException, ServletException {
        var verdict = handshake.check(new Handshake.Request(
                remote.counted(request),
                Optional.ofNullable(request.getParameter("vsn")),
                Optional.ofNullable(request.getHeader("Origin")),
                Optional.ofNullable(request.getHeader("Host")).orElse(""),
                Optional.ofNullable(request.getParameter("token")),
                Collections.list(request.getHeaders("Sec-WebSocket-Protocol"))));
        if (verdict.caller().isPresent()) {
            var admitted = new Admitted(verdict.caller().get(), remote.address(request), arrived);
            chain.doFilter(admitted(request, admitted), response);
        } else {
            refuse(request, response, verdict);
        }
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Handshake.Verdict verdict) {
        if (verdict.refusal().equals(Handshake.ORIGIN)) {
            foreign.note(request, "door:websocket");
        }
        clients.refused(verdict.refusal());
        response.setStatus(verdict.status());
        verdict.retryAfter()
                .ifPresent(after -> response.setHeader(
                        "Retry-After", Long.toString(after.plusMillis(999).toSeconds())));
    }

    private static HttpServletRequest admitted(HttpServletRequest request, Admitted principal) {
        return new HttpServletRequestWrapper(request) {
            @Override
            public Principal getUserPrincipal() {
                return principal;
            }

            @Override
            public <T extends HttpUpgradeHandler> T upgrade(Class<T> server) throws IOException, ServletException {
                if (!server.getName().startsWith(TYRUS)) {
                    return super.upgrade(server);
                }
                var first = super.upgrade(FirstBytes.class);
                try {
                    var handler = server.getConstructor().newInstance();
                    first.before(handler);
                    return handler;
                } catch (ReflectiveOperationException e) {
                    throw new ServletException(e);
                }
            }
        };
    }
}
