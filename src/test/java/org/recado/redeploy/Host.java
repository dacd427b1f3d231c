package org.recado.redeploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A server that stays while what is deployed on it comes and goes. */
interface Host extends AutoCloseable {

    Duration PATIENCE = Duration.ofMinutes(10);

    /** Deploys it in place of what is there; returns when the server says that it is deployed. */
    void deploy(Path war) throws IOException;

    /** Returns when the server says that it is undeployed. */
    void undeploy() throws IOException;

    Place place();

    /** Whether the pool of connections to PostgreSQL is its own, and stays. */
    default boolean hasPool() {
        return false;
    }

    @Override
    default void close() {
        place().program().close();
    }
}
