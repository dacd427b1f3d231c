package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.id.PersonName;
import org.recado.id.UserId;

/** Makes the outside issuer's users known, unless that would make one of them somebody else. */
@ApplicationScoped
@Transactional
class Newcomers {

    @Inject
    @ConfigProperty(name = "recado.auth.accounts", defaultValue = "true")
    boolean accountsAreOn;

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** False where the id is that of someone who was erased, of a bot, or of an account while accounts are on; on all nodes at once it is safe. */
    boolean admit(UserId id, PersonName name) {
        if (People.isErased(em, id)) {
            return false;
        }
        if (em.find(Bot.class, id.value()) != null || (accountsAreOn && em.find(Account.class, id.value()) != null)) {
            return false;
        }
        People.insert(em, id, name);
        return true;
    }
}
