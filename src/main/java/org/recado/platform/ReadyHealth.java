package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: PostgreSQL, MongoDB and the broker are up. Without Redis it is ready, and says that it is degraded. */
@Readiness
@ApplicationScoped
class ReadyHealth implements HealthCheck {

    @Inject
    Stores stores;

    @Inject
    StartUp startUp;

    @Override
    public HealthCheckResponse call() {
        var states = stores.look();
        var response = HealthCheckResponse.named("recado").status(startUp.isReady() && stores.ready());
        states.forEach((name, state) -> response.withData(name, state.up() ? "up" : "down: " + state.detail()));
        return response.withData("degraded", !states.get("redis").up()).build();
    }
}
