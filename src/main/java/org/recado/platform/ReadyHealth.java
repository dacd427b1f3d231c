package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready: PostgreSQL, MongoDB and the broker are up. Without Redis it is ready, and says that it is degraded. */
@Readiness
@ApplicationScoped
class ReadyHealth implements HealthCheck {

    @Inject
    Beginning beginning;

    @Inject
    Stores stores;

    @Inject
    StartUp startUp;

    @Inject
    @Any
    Instance<Condition> conditions;

    @Override
    public HealthCheckResponse call() {
        if (!beginning.isOver()) {
            return HealthCheckResponse.named("recado")
                    .down()
                    .withData("start", "not over yet")
                    .build();
        }
        var states = stores.look();
        var troubles = new TreeMap<String, String>();
        startUp.trouble().ifPresent(trouble -> troubles.put("schema", trouble));
        conditions.forEach(c -> c.trouble().ifPresent(trouble -> troubles.put(c.name(), trouble)));
        var response = HealthCheckResponse.named("recado").status(troubles.isEmpty() && Stores.areEnough(states));
        states.forEach((name, state) -> {
            response.withData(name, state.up() ? "up" : "down: " + state.detail());
            response.withData(name + "_ms", state.took().toMillis());
            state.lastUp().ifPresent(at -> response.withData(name + "_last_up", at.toString()));
        });
        troubles.forEach(response::withData);
        return response.withData("degraded", !states.get("redis").up()).build();
    }
}
