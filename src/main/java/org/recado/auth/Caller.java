package org.recado.auth;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.recado.id.UserId;

/**
 * Who is calling, as a verified token says.
 *
 * @param session the sign-in that the token belongs to; what is no token of ours, or one of a release before sessions, has
 *     none
 */
public record Caller(UserId user, Set<String> roles, Optional<UUID> session) {

    public static final String OPERATOR = "operator";

    public Caller {
        roles = Set.copyOf(roles);
    }

    /** A caller without a session. */
    public Caller(UserId user, Set<String> roles) {
        this(user, roles, Optional.empty());
    }

    public boolean isOperator() {
        return roles.contains(OPERATOR);
    }
}
