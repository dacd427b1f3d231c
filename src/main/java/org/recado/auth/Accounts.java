package org.recado.auth;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import org.recado.id.UserId;

/** The built-in accounts. Passwords are kept as Argon2id hashes with OWASP's least costs. */
@ApplicationScoped
@Transactional
public class Accounts {

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int ITERATIONS = 2;
    private static final int PARALLELISM = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final Argon2Function ARGON2 =
            Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_BYTES, Argon2.ID);

    /** Compared with when there is no such account, so that the answer takes as long. */
    private static final String NOBODY = hash("nobody's password");

    @PersistenceContext(unitName = "recado")
    EntityManager em;

    /** The caller, where the password is right. */
    public Optional<Caller> signIn(UserId user, String password) {
        var account = Optional.ofNullable(em.find(Account.class, user.value()));
        var hash = account.map(a -> a.passwordHash).orElse(NOBODY);
        var right = Password.check(password, hash).with(ARGON2);
        return account.filter(a -> right).map(a -> new Caller(user, roles(a)));
    }

    /** Whether there is such an account. */
    public boolean isKnown(UserId user) {
        return em.find(Account.class, user.value()) != null;
    }

    /** Makes an account, unless there is one; an account that exists is left as it is. */
    public void register(UserId user, String password, boolean operator) {
        if (em.find(Account.class, user.value()) == null) {
            em.persist(new Account(user, hash(password), operator));
        }
    }

    private static Set<String> roles(Account account) {
        return account.operator ? Set.of(Caller.OPERATOR) : Set.of();
    }

    private static String hash(String password) {
        return Password.hash(password).addRandomSalt(SALT_BYTES).with(ARGON2).getResult();
    }
}
