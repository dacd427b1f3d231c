package org.recado.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.auth.Accounts;
import org.recado.auth.Attempt;
import org.recado.auth.PasswordPolicy;
import org.recado.channel.Channels;
import org.recado.channel.Person;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;

/** The built-in accounts as the doors see them: whether they are on at all, and what is answered where they say no. */
@ApplicationScoped
public class BuiltIn {

    @Inject
    @ConfigProperty(name = "recado.auth.accounts")
    boolean on;

    @Inject
    Accounts accounts;

    @Inject
    Channels channels;

    /** The accounts; {@link Refused} {@code forbidden} where they are off. */
    public Accounts accounts() {
        if (!on) {
            throw new Refused(Reason.FORBIDDEN, "the built-in accounts are off");
        }
        return accounts;
    }

    /** The proof that the password is right; {@link Refused} {@code rate_limited}, or {@code wrong} where it is not. */
    Attempt.Right right(UserId user, String password, Reason wrong, String detail) {
        var attempt = accounts().attempt(user, password);
        if (attempt instanceof Attempt.Later later) {
            throw new Refused(
                    Reason.RATE_LIMITED, "too many wrong passwords for this user", Optional.of(later.retryAfter()));
        }
        if (attempt instanceof Attempt.Right right) {
            return right;
        }
        throw new Refused(wrong, detail);
    }

    /** A password that the user may have; {@link Refused} {@code malformed} where it may not be one. */
    public String chosen(String field, String password, UserId user, Optional<String> name) {
        Collection<String> names = Stream.of(
                        Optional.of(user.value()), name, channels.person(user).map(Person::name))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        PasswordPolicy.objection(password, names).ifPresent(why -> {
            throw new Refused(Reason.MALFORMED, field + ": " + why);
        });
        return password;
    }
}
