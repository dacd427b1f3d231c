package org.recado.auth;

import java.util.Set;
import org.recado.id.UserId;

/** Who is calling, as a verified token says. */
public record Caller(UserId user, Set<String> roles) {

    public static final String OPERATOR = "operator";

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean isOperator() {
        return roles.contains(OPERATOR);
    }
}
