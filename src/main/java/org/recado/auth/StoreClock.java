package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;

/** The time by PostgreSQL's clock, the one that all nodes have in common. */
@ApplicationScoped
class StoreClock {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    Instant now() {
        return (Instant)
                em.createNativeQuery("select clock_timestamp()", Instant.class).getSingleResult();
    }
}
