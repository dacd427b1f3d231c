package org.recado.platform;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Brings the schema up to date in the background, for ever until it succeeds, then fires {@link Ready}. A database that
 * is down never fails the deployment; nodes that start together wait for each other on Flyway's lock.
 */
@ApplicationScoped
public class StartUp {

    private static final System.Logger LOG = System.getLogger(StartUp.class.getName());

    /** How the description of a migration begins that takes something away: {@code V20__contract_….sql}. */
    static final String CONTRACT = "contract";

    @Inject
    StoreThreads threads;

    @Inject
    Event<Ready> ready;

    // asked for here so that a missing one fails the deployment, not the first connection
    @Inject
    @ConfigProperty(name = "recado.datasource.url")
    String url;

    @Inject
    @ConfigProperty(name = "recado.datasource.user")
    String user;

    @Inject
    @ConfigProperty(name = "recado.datasource.password")
    String password;

    private final Trouble trouble =
            new Trouble(LOG, "the schema is not ready, trying again: {0}").before("not looked at yet");
    private volatile boolean stopped;
    private Thread starting;

    void begin(@Observes Begun begun) {
        starting = threads.newThread(this::prepare);
        starting.start();
    }

    /** Why the schema is not there yet, and what to do; empty once it is and all that waited for it has begun. */
    public Optional<String> trouble() {
        return trouble.now();
    }

    private void prepare() {
        Failsafe.with(forEver())
                .run(() -> migrate(new PlainDataSource(PostgresAddress.of(ConfigProvider.getConfig()))));
        try {
            ready.fire(new Ready());
            trouble.ended();
        } catch (RuntimeException e) {
            trouble.is("the start failed, see the log: " + e.getClass().getSimpleName());
            LOG.log(System.Logger.Level.ERROR, "what waited for the schema could not begin; start the node again", e);
        }
    }

    private RetryPolicy<Object> forEver() {
        return RetryPolicy.builder()
                .withBackoff(Duration.ofMillis(250), Duration.ofSeconds(5))
                .withMaxRetries(-1)
                .abortIf((result, failure) -> stopped)
                .onRetry(e -> trouble.met(e.getLastException()))
                .build();
    }

    static void migrate(PlainDataSource database) throws Unfit {
        database.waitForAnswers();
        var flyway = Flyway.configure(StartUp.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:db/migration")
                .load();
        for (var applied : flyway.info().applied()) {
            if (applied.getState() == MigrationState.FUTURE_SUCCESS && takesAway(applied)) {
                throw new Unfit("a later release has taken from the schema what this one needs (" + applied.getVersion()
                        + ", " + applied.getDescription()
                        + "): start that release here, or restore the database as it was before its upgrade");
            }
        }
        flyway.migrate();
    }

    // what only adds leaves this release its tables, so that its nodes may be started again while others are upgraded
    private static boolean takesAway(MigrationInfo applied) {
        return applied.getDescription().startsWith(CONTRACT);
    }

    void end(@Observes Ending ending) {
        stop();
    }

    @PreDestroy
    void stop() {
        stopped = true;
        if (starting != null) {
            starting.interrupt();
        }
    }
}
