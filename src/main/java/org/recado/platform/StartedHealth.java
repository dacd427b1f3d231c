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
    StartUp startUp;

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("recado")
                .status(startUp.trouble().isEmpty())
                .build();
    }
}
