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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import java.util.Set;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.audit.Refusals;
import org.recado.auth.Caller;
import org.recado.auth.Callers;
import org.recado.auth.Scope;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Remote;

/**
 * Lets a request in with a valid token or API key that may do what is asked, or where the call is {@link Open}; refuses
 * everything else.
 */
@Provider
@Priority(Priorities.AUTHENTICATION)
public class BearerFilter implements ContainerRequestFilter {

    private static final String SCHEME = "Bearer ";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    @Inject
    Callers callers;

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
        var decision = decide(
                request.getHeaderString(HttpHeaders.AUTHORIZATION),
                request.getMethod(),
                resource.getResourceClass().isAnnotationPresent(Operators.class));
        if (decision.refusal().isPresent()) {
            decision.caller().ifPresent(c -> refusals.note(entry(request, c)));
            request.abortWith(Problem.of(decision.status(), decision.refusal().get()));
        } else {
            decision.caller().ifPresent(signed::in);
        }
    }

    // the resource's path, since the request's own may hold anything
    private Entry entry(ContainerRequestContext request, Caller caller) {
        var path = resource.getResourceClass().getAnnotation(Path.class).value();
        return Entry.of(Action.ACCESS_REFUSED, "call:" + path)
                .by(caller.user())
                .result(Reason.FORBIDDEN.wire())
                .with("method", request.getMethod())
                .from(remote.address(http));
    }

    /** Who is let in; or with which status and why nobody is, and who asked, where that is known. */
    record Decision(Optional<Caller> caller, int status, Optional<Refused> refusal) {
        static Decision yes(Caller caller) {
            return new Decision(Optional.of(caller), Response.Status.OK.getStatusCode(), Optional.empty());
        }

        static Decision forbidden(Caller caller, String detail) {
            return new Decision(
                    Optional.of(caller),
                    Response.Status.FORBIDDEN.getStatusCode(),
                    Optional.of(new Refused(Reason.FORBIDDEN, detail)));
        }

        static Decision no(Response.Status status, Refused refusal) {
            return new Decision(Optional.empty(), status.getStatusCode(), Optional.of(refusal));
        }
    }

    Decision decide(String authorization, String method, boolean forOperators) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return unauthorized(Reason.UNAUTHORIZED, "a bearer token is needed");
        }
        var verdict = callers.verify(authorization.substring(SCHEME.length()).strip());
        return verdict.caller()
                .map(caller -> decide(caller, READING.contains(method) ? Scope.READ : Scope.WRITE, forOperators))
                .orElseGet(() -> refused(verdict));
    }

    private static Decision decide(Caller caller, Scope needed, boolean forOperators) {
        if (forOperators && !caller.isOperator()) {
            return Decision.forbidden(caller, "for operators only");
        }
        return caller.may(needed)
                ? Decision.yes(caller)
                : Decision.forbidden(caller, "the key has not the scope " + needed.wire());
    }

    private static Decision refused(Callers.Verdict verdict) {
        return switch (verdict.fault().orElseThrow()) {
            case EXPIRED -> unauthorized(Reason.EXPIRED, "the token has expired");
            case INVALID -> unauthorized(Reason.UNAUTHORIZED, "the token is not valid");
            case UNAVAILABLE ->
                Decision.no(
                        Response.Status.SERVICE_UNAVAILABLE,
                        new Refused(
                                Reason.UNAVAILABLE, "whose token it is cannot be said just now", verdict.retryAfter()));
        };
    }

    private static Decision unauthorized(Reason reason, String detail) {
        return Decision.no(Response.Status.UNAUTHORIZED, new Refused(reason, detail));
    }
}
