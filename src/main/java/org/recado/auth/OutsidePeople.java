package org.recado.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.recado.id.UserId;

/** The people of the outside issuer: known to the channels from the first token on, looked up once a minute at most. */
@ApplicationScoped
class OutsidePeople {

    private static final System.Logger LOG = System.getLogger(OutsidePeople.class.getName());
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int PEOPLE_REMEMBERED = 100_000;

    @Inject
    Newcomers newcomers;

    private final Cache<UserId, Boolean> admitted = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(PEOPLE_REMEMBERED)
            .build();

    /** Whether the user may be here; false where the id is somebody else's already. */
    boolean admit(OutsideTokens.User user) {
        return admitted.get(user.id(), id -> look(user));
    }

    private boolean look(OutsideTokens.User user) {
        var admits = newcomers.admit(user.id(), user.name());
        if (!admits) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the outside issuer''s user {0} is refused: there is an account or a bot with that id",
                    user.id());
        }
        return admits;
    }
}
