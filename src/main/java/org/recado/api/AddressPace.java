package org.recado.api;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import org.recado.command.Refused;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.platform.Remote;

/** How often an address may ask, whoever it is: before a token is looked at. */
@Provider
@Priority(Priorities.AUTHENTICATION - 100)
public class AddressPace implements ContainerRequestFilter {

    @Inject
    Limits limits;

    @Inject
    Remote remote;

    @Context
    HttpServletRequest servletRequest;

    @Override
    public void filter(ContainerRequestContext request) {
        limits.check(Limit.REQUESTS_PER_ADDRESS.of(remote.counted(servletRequest)))
                .ifPresent(wait -> {
                    throw Refused.rateLimited(wait);
                });
    }
}
