package org.recado.api;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import org.recado.command.Refused;
import org.recado.limit.Limit;
import org.recado.limit.Limits;

/** How often a user may ask: once their token has been verified. */
@Provider
@Priority(Priorities.AUTHENTICATION + 100)
public class CallerPace implements ContainerRequestFilter {

    @Inject
    Limits limits;

    @Inject
    Signed signed;

    @Context
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        if (!resource.getResourceMethod().isAnnotationPresent(Open.class)) {
            limits.check(Limit.REQUESTS_PER_USER.of(signed.caller().user().value()))
                    .ifPresent(wait -> {
                        throw Refused.rateLimited(wait);
                    });
        }
    }
}
