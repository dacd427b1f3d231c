package org.recado.ops;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.api.BuiltIn;
import org.recado.auth.First;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.platform.Ready;

/**
 * Makes the first operator of a new installation at start, as the settings name them. Where there is an operator already it
 * does nothing, so that the settings give nobody a way in later.
 */
@ApplicationScoped
public class FirstOperator {

    private static final System.Logger LOG = System.getLogger(FirstOperator.class.getName());
    private static final RetryPolicy<First> UNTIL_ANSWERED = RetryPolicy.<First>builder()
            .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(5))
            .withMaxRetries(-1)
            .handleIf(failure -> !(failure instanceof Refused))
            .onRetry(e -> LOG.log(
                    Level.WARNING,
                    "the first operator is not made, trying again: {0}",
                    e.getLastException().toString()))
            .build();

    @Inject
    @ConfigProperty(name = "recado.operator.name")
    Optional<String> name;

    @Inject
    @ConfigProperty(name = "recado.operator.password")
    Optional<String> password;

    @Inject
    BuiltIn builtIn;

    @Inject
    FirstAccount account;

    /** Runs once the schema is there; a database that fails then is asked again. */
    void make(@Observes Ready ready) {
        if (name.isEmpty() && password.isEmpty()) {
            return;
        }
        try {
            tell(Failsafe.with(UNTIL_ANSWERED).get(() -> make()));
        } catch (Refused e) {
            LOG.log(Level.ERROR, "no first operator is made: {0}", e.detail());
        }
    }

    private First make() {
        builtIn.accounts();
        var user = user();
        var chosen = password.orElseThrow(() -> Wanted.malformed("recado.operator.password is not given"));
        return account.make(user, builtIn.chosen("recado.operator.password", line(chosen), user, Optional.empty()));
    }

    private UserId user() {
        var given = name.orElseThrow(() -> Wanted.malformed("recado.operator.name is not given"));
        try {
            return new UserId(line(given));
        } catch (IllegalArgumentException e) {
            throw Wanted.malformed("recado.operator.name: " + e.getMessage());
        }
    }

    // a secret's file may end with one, which nobody can type
    private static String line(String value) {
        return value.replaceFirst("\\R\\z", "");
    }

    private void tell(First first) {
        switch (first) {
            case MADE ->
                LOG.log(
                        Level.INFO,
                        "the first operator is made: {0}; take recado.operator.name and .password out of the settings",
                        name.orElseThrow());
            case NOT_NEEDED ->
                LOG.log(
                        Level.INFO,
                        "there is an operator: recado.operator.name and .password do nothing any more, take them out");
            case TAKEN ->
                LOG.log(
                        Level.ERROR,
                        "no first operator is made: {0} has an account or was erased; name another by recado.operator.name",
                        name.orElseThrow());
        }
    }
}
