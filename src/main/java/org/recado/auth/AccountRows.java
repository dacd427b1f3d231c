package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.PersonName;
import org.recado.id.UserId;

/** The rows of the accounts. Whatever changes one holds its lock, so that a change and a sign-in are never at once. */
@ApplicationScoped
@Transactional
public class AccountRows {

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    @Inject
    SessionRows sessions;

    @Inject
    StoreClock clock;

    /** What an attempt at an account is to be compared with, or how long it has to wait. */
    record Charged(String hash, Optional<Duration> retryAfter) {}

    /** Makes an account, unless there is one. */
    boolean insert(UserId user, String hash, boolean operator) {
        return em.createNativeQuery("""
                        insert into account (user_id, password_hash, operator) values (:user, :hash, :operator)
                        on conflict (user_id) do nothing""")
                        .setParameter("user", user.value())
                        .setParameter("hash", hash)
                        .setParameter("operator", operator)
                        .executeUpdate()
                == 1;
    }

    /** Makes an operator's account, and the person, unless there is an operator. */
    First insertFirstOperator(UserId user, String hash) {
        // nodes that start together ask one after the other
        em.createNativeQuery("select 1 from (select pg_advisory_xact_lock(hashtext('first operator'))) as locked")
                .getSingleResult();
        if (!em.createQuery("select a.userId from Account a where a.operator", String.class)
                .setMaxResults(1)
                .getResultList()
                .isEmpty()) {
            return First.NOT_NEEDED;
        }
        People.insert(em, user, new PersonName(user.value()));
        return !People.isErased(em, user) && insert(user, hash, true) ? First.MADE : First.TAKEN;
    }

    boolean exists(UserId user) {
        return Optional.ofNullable(em.find(Account.class, user.value()))
                .filter(account -> !account.isErased())
                .isPresent();
    }

    /** Counts an attempt before its password is looked at, so that many at once are not free. */
    Optional<Charged> charge(UserId user) {
        return locked(user).map(account -> {
            var now = clock.now();
            var wait = account.blocked(now);
            if (wait.isEmpty()) {
                account.charge(now);
            }
            return new Charged(account.passwordHash, wait);
        });
    }

    /**
     * Another password; ends the account's sessions.
     *
     * @param was what the old one was compared with, where its holder changes it
     * @return the sessions that ended; empty where there is no such account, or its password has changed meanwhile
     */
    Optional<List<Ended>> change(UserId user, Optional<String> was, String hash, Optional<UUID> except) {
        return locked(user)
                .filter(account -> was.isEmpty() || was.get().equals(account.passwordHash))
                .map(account -> {
                    account.passwordHash = hash;
                    account.pardon();
                    return sessions.endAll(user, except);
                });
    }

    /** Closes the account to sign-ins and ends its sessions, which it returns; empty where there is no such account. */
    Optional<List<Ended>> close(UserId user) {
        return locked(user).map(account -> {
            if (!account.isClosed()) {
                account.closedAt = clock.now();
            }
            return sessions.endAll(user, Optional.empty());
        });
    }

    /** Opens the account, with its wrong passwords forgotten; false where there is none. */
    boolean open(UserId user) {
        var account = locked(user);
        account.ifPresent(a -> {
            a.closedAt = null;
            a.pardon();
        });
        return account.isPresent();
    }

    /** Takes the account from its holder for good, and ends its sessions, which it returns; empty where there is none. */
    Optional<List<Ended>> erase(UserId user) {
        return locked(user).map(account -> {
            account.erase(clock.now());
            return sessions.endAll(user, Optional.empty());
        });
    }

    private Optional<Account> locked(UserId user) {
        return Optional.ofNullable(em.find(Account.class, user.value(), LockModeType.PESSIMISTIC_WRITE))
                .filter(account -> !account.isErased());
    }
}
