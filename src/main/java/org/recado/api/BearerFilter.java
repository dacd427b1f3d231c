package org.recado.api;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.audit.Refusals;
import org.recado.auth.Caller;
import org.recado.auth.Tokens;
import org.recado.command.Reason;
import org.recado.platform.Remote;

/** Lets a request in with a valid token, or where the call is {@link Open}; refuses everything else. */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class BearerFilter implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";

    @Inject
    Tokens tokens;

    @Inject
    Signed signed;

    @Inject
    Refusals refusals;

    @Inject
    Remote remote;

    @Context
    ResourceInfo resource;

    @Context
    HttpServletRequest http;

    @Override
    public void filter(ContainerRequestContext request) {
        if (resource.getResourceMethod().isAnnotationPresent(Open.class)) {
            return;
        }
        var header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            refuse(request, Reason.UNAUTHORIZED, "a bearer token is needed");
            return;
        }
        var verdict = tokens.verify(header.substring(SCHEME.length()).strip());
        verdict.caller().ifPresentOrElse(c -> admit(request, c), () -> refuse(request, verdict));
    }

    private void admit(ContainerRequestContext request, Caller caller) {
        if (resource.getResourceClass().isAnnotationPresent(Operators.class) && !caller.isOperator()) {
            refusals.note(refused(request, caller));
            request.abortWith(Problem.of(403, Reason.FORBIDDEN, "for operators only"));
            return;
        }
        signed.in(caller);
    }

    // the resource's path, since the request's own may hold anything
    private Entry refused(ContainerRequestContext request, Caller caller) {
        var path = resource.getResourceClass().getAnnotation(Path.class).value();
        return Entry.of(Action.ACCESS_REFUSED, "call:" + path)
                .by(caller.user())
                .result(Reason.FORBIDDEN.wire())
                .with("method", request.getMethod())
                .from(remote.address(http));
    }

    private static void refuse(ContainerRequestContext request, Tokens.Verdict verdict) {
        if (verdict.fault().filter(Tokens.Fault.EXPIRED::equals).isPresent()) {
            refuse(request, Reason.EXPIRED, "the token has expired");
        } else {
            refuse(request, Reason.UNAUTHORIZED, "the token is not valid");
        }
    }

    private static void refuse(ContainerRequestContext request, Reason reason, String detail) {
        request.abortWith(Problem.of(401, reason, detail));
    }
}
