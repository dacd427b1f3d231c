package org.recado.auth;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.recado.id.UserId;

/**
 * /**
 * Who is calling, as a verified token or API key says.
 *
 * @param session the sign-in that the token belongs to; what is no token of ours, or one of a release before sessions, has
 *     none
 * @param key the id of the API key, where it is a bot's
 */
public record Caller(UserId user, Set<String> roles, Set<Scope> scopes, Optional<UUID> session, Optional<String> key) {

    public static final String OPERATOR = "operator";

    public Caller {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
    }

    /** A person, who has every scope. */
    public Caller(UserId user, Set<String> roles, Optional<UUID> session) {
        this(user, roles, EnumSet.allOf(Scope.class), session, Optional.empty());
    }

    /** A person without a session. */
    public Caller(UserId user, Set<String> roles) {
        this(user, roles, Optional.empty());
    }

    /** A bot with one of its keys. */
    static Caller bot(UserId user, Set<Scope> scopes, String key) {
        return new Caller(
                user,
                scopes.contains(Scope.OPERATOR) ? Set.of(OPERATOR) : Set.of(),
                scopes,
                Optional.empty(),
                Optional.of(key));
    }

    public boolean isOperator() {
        return roles.contains(OPERATOR);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
