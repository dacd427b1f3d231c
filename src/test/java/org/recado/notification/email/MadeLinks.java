package org.recado.notification.email;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.recado.notification.email.LinkTokens.Purpose;

/** Tokens of links as a server with this secret makes them. */
public final class MadeLinks {

    private MadeLinks() {}

    /** One that was good until now. */
    public static String outdated(String secret, Purpose purpose, UUID address) {
        return Settled.tokens(secret, Optional.empty())
                .sign(purpose, address, Optional.of(Instant.now().minusSeconds(2)));
    }
}
