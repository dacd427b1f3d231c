package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who is at the other end of a request, and how they came. The one place that answers this. */
@ApplicationScoped
public class Remote {

    @Inject
    @ConfigProperty(name = "recado.http.believe-forwarded-proto")
    boolean believesForwardedProto;

    /** The address that the request came from, as the server says. */
    public String address(HttpServletRequest request) {
        return request.getRemoteAddr();
    }

    /** Whether it came by TLS, to the server or, where it is believed, to the proxy before it. */
    public boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || (believesForwardedProto && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto")));
    }
}
