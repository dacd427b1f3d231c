package org.recado.auth;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import org.recado.id.PersonName;
import org.recado.id.UserId;

/** The row of a person, of which {@code auth} makes some and reads none. */
final class People {

    private People() {}

    /** Whether someone of this id was erased; the id is nobody's then. */
    static boolean isErased(EntityManager em, UserId id) {
        return !em.createNativeQuery("select 1 from person where id = :id and erased_at is not null")
                .setParameter("id", id.value())
                .getResultList()
                .isEmpty();
    }

    /** Makes someone known; 0 where they are, 1 where they were not, whichever node asks first. */
    static int insert(EntityManager em, UserId id, PersonName name) {
        return em.createNativeQuery("insert into person (id, name, created_at) values (:id, :name, :now)"
                        + " on conflict (id) do nothing")
                .setParameter("id", id.value())
                .setParameter("name", name.value())
                .setParameter("now", Instant.now())
                .executeUpdate();
    }
}
