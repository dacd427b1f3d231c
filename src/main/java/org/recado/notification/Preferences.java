package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** What people want to be told, everywhere and of single channels. */
@ApplicationScoped
@Transactional
public class Preferences {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** What someone wants; where they have said nothing, nothing special. */
    public Profile profile(UserId user) {
        return Optional.ofNullable(em.find(Profile.class, user.value()))
                .orElseGet(() -> new Profile(user, Optional.empty(), Optional.empty(), false));
    }

    public void put(Profile profile) {
        em.merge(profile);
    }

    /** Those of someone's channels of which they have said something. */
    public List<Preference> of(UserId user) {
        return em.createQuery(
                        "select p from Preference p where p.userId = :user order by p.channelId", Preference.class)
                .setParameter("user", user.value())
                .getResultList();
    }

    /** What someone wants to be told of a channel. */
    public Preference of(UserId user, ChannelId channel) {
        return Optional.ofNullable(em.find(Preference.class, new Preference.Key(channel.value(), user.value())))
                .orElseGet(() -> new Preference(channel, user, Optional.empty(), Optional.empty()));
    }

    public void put(Preference preference) {
        em.merge(preference);
    }
}
