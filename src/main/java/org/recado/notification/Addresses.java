package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** The addresses of people and channels, so many each. */
@ApplicationScoped
@Transactional
public class Addresses {

    /** The most that one user or one channel has. */
    public static final int MOST = 20;

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** Someone's own, oldest first. */
    public List<Address> of(UserId user) {
        return em.createQuery(
                        "select a from Address a where a.userId = :user order by a.createdAt, a.id", Address.class)
                .setParameter("user", user.value())
                .getResultList();
    }

    /** A channel's, oldest first. */
    public List<Address> of(ChannelId channel) {
        return em.createQuery(
                        "select a from Address a where a.channelId = :channel order by a.createdAt, a.id",
                        Address.class)
                .setParameter("channel", channel.value())
                .getResultList();
    }

    public Optional<Address> find(UUID id) {
        return Optional.ofNullable(em.find(Address.class, id));
    }

    /**
     * Keeps one more. A browser has one, whoever is signed in there: an earlier one for the same push address goes.
     *
     * @throws Refused {@code rate_limited} where there are {@link #MOST} already
     */
    public Address add(Address address) {
        if (address.way() == Way.Name.PUSH) {
            em.createQuery("delete from Address a where a.way = :way and a.address = :address")
                    .setParameter("way", Way.Name.PUSH)
                    .setParameter("address", address.address())
                    .executeUpdate();
        }
        var mine = address.user()
                .map(this::of)
                .orElseGet(() -> of(address.channel().orElseThrow()));
        if (mine.size() >= MOST) {
            throw new Refused(Reason.RATE_LIMITED, "at most " + MOST + " addresses; remove one first");
        }
        em.persist(address);
        return address;
    }

    /** Uses an address from now on; false where there is none. */
    public boolean confirm(UUID id) {
        return find(id).map(Address::confirmed).isPresent();
    }

    /** Removes an address, with what was on its way there, if it is what is asked for; false else. */
    public boolean remove(UUID id, Predicate<Address> isIt) {
        var found = find(id).filter(isIt);
        found.ifPresent(em::remove);
        return found.isPresent();
    }
}
