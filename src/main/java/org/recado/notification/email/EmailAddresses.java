package org.recado.notification.email;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.UserId;
import org.recado.notification.Address;
import org.recado.notification.Addresses;
import org.recado.notification.Way;

/** Where people get mail: one address each, which is theirs once a mail to it was answered. */
@ApplicationScoped
@Transactional
public class EmailAddresses {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    Addresses addresses;

    @Inject
    Confirmations confirmations;

    /**
     * Asks at an address whether it is this user's. It takes the place of one that was asked before; of the one that is
     * in use only when it is confirmed. Of the one that is in use nothing is asked again.
     */
    public void ask(UserId user, EmailAddress email) {
        var mine = of(user);
        var same = mine.stream().filter(a -> a.address().equals(email.value())).findFirst();
        mine.stream()
                .filter(a -> !a.isConfirmed() && a.goneAt().isEmpty())
                .filter(a -> !a.address().equals(email.value()))
                .forEach(em::remove);
        var address =
                same.orElseGet(() -> addresses.add(Address.of(user, Way.Name.EMAIL, email.value(), "", email.value())));
        if (!address.isConfirmed()) {
            em.flush();
            confirmations.add(address.id());
        }
    }

    private List<Address> of(UserId user) {
        return addresses.of(user).stream()
                .filter(a -> a.way() == Way.Name.EMAIL)
                .toList();
    }

    public Optional<Address> find(UUID id) {
        return addresses.find(id).filter(a -> a.way() == Way.Name.EMAIL);
    }

    /** Uses the address from now on, and none of its user's others; false where it is no more. */
    public boolean confirm(UUID id) {
        var found = find(id);
        found.filter(a -> !a.isConfirmed()).ifPresent(address -> {
            of(address.user().orElseThrow()).stream()
                    .filter(other -> !other.id().equals(id))
                    .forEach(em::remove);
            address.confirmed();
        });
        return found.isPresent();
    }

    /** Removes the address, with what is on its way there. */
    public void remove(UUID id) {
        find(id).ifPresent(em::remove);
    }
}
