package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: the schema is as this version needs it. */
@Startup
@ApplicationScoped
class StartedHealth implements HealthCheck {

    @Inject
    Beginning beginning;

    @Inject
    StartUp startUp;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("recado")
                .status(beginning.isOver() && startUp.trouble().isEmpty())
                .build();
    }
}
