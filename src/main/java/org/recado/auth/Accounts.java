package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.UserId;

/** The built-in accounts. Passwords come here as they are, and {@link PasswordPolicy} is for whoever lets people choose. */
@ApplicationScoped
public class Accounts {

    @Inject
    AccountRows rows;

    @Inject
    Strangers strangers;

    @Inject
    StoreClock clock;

    @Inject
    Revocations revocations;

    /** Looks at a password, unless there were too many wrong ones; who it belongs to is not said by the time it takes. */
    public Attempt attempt(UserId user, String password) {
        var charged = rows.charge(user);
        var wait = charged.isPresent() ? charged.get().retryAfter() : strangers.charge(user, clock.now());
        if (wait.isPresent()) {
            return new Attempt.Later(wait.get());
        }
        var hash = charged.map(AccountRows.Charged::hash).orElse(Passwords.NOBODYS);
        return Passwords.matches(password, hash) && charged.isPresent()
                ? new Attempt.Right(user, hash)
                : new Attempt.Wrong();
    }

    /** Makes an account, unless there is one; an account that exists is left as it is. */
    public void register(UserId user, String password, boolean operator) {
        if (!rows.exists(user)) {
            create(user, password, operator);
        }
    }

    /** Makes an account; false where there is one. The person must be known. */
    public boolean create(UserId user, String password, boolean operator) {
        return rows.insert(user, Passwords.hash(password), operator);
    }

    /** Makes an operator's account, and the person, where no account is an operator's; of many who ask at once, one does. */
    public First createFirstOperator(UserId user, String password) {
        return rows.insertFirstOperator(user, Passwords.hash(password));
    }

    /** Another password by its holder, whose other sessions end; false where it was changed meanwhile. */
    public boolean change(Attempt.Right right, String password, Optional<UUID> except) {
        return ended(rows.change(right.user(), Optional.of(right.hash()), Passwords.hash(password), except));
    }

    /** Another password by an operator; all sessions of the account end but {@code except}. False where there is none. */
    public boolean reset(UserId user, String password, Optional<UUID> except) {
        return ended(rows.change(user, Optional.empty(), Passwords.hash(password), except));
    }

    /** Closes the account to sign-ins and ends its sessions; false where there is none. */
    public boolean close(UserId user) {
        return ended(rows.close(user));
    }

    /** Takes the account of someone who is erased away and ends its sessions; false where there is none. */
    public boolean erase(UserId user) {
        return ended(rows.erase(user));
    }

    /** Opens the account, also to who had guessed too often; false where there is none. */
    public boolean open(UserId user) {
        return rows.open(user);
    }

    /** Whether there is such an account. */
    public boolean exists(UserId user) {
        return rows.exists(user);
    }

    private boolean ended(Optional<List<Ended>> sessions) {
        sessions.ifPresent(revocations::add);
        return sessions.isPresent();
    }
}
