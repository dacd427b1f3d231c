package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.recado.id.UserId;
import org.recado.platform.Ready;
import org.recado.platform.Rounds;

/** The sign-ins of the built-in accounts, from their beginning to their end. */
@ApplicationScoped
public class Sessions {

    private static final int MOST_SHOWN = 100;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);
    private static final int SWEPT_AT_ONCE = 1_000;
    private static final int MOST_BATCHES = 20;

    @Inject
    SessionRows rows;

    @Inject
    Tokens tokens;

    @Inject
    Revocations revocations;

    @Inject
    Rounds rounds;

    void start(@Observes Ready ready) {
        rounds.everyAlone(BETWEEN_SWEEPS, "session sweep", this::sweep);
    }

    /** Signs someone in; empty where the account is closed, or its password was changed meanwhile. */
    public Optional<Pass> begin(Attempt.Right right) {
        return rows.begin(right).map(this::pass);
    }

    /**
     * The next pass, for the last one's refresh token; empty where it is not good, or no more. One that was spent a while
     * ago ends its session: there are two who have it.
     */
    public Optional<Pass> refresh(String token) {
        var use = rows.refresh(token);
        use.ended().ifPresent(ended -> revocations.add(List.of(ended)));
        return use.grant().map(this::pass);
    }

    private Pass pass(SessionRows.Grant grant) {
        return new Pass(grant.caller(), tokens.issue(grant.caller()), grant.refreshToken(), grant.refreshExpiresAt());
    }

    /** Someone's sessions, the last used first; at most 100. */
    public List<Session> of(UserId user) {
        return rows.of(user, MOST_SHOWN);
    }

    /** Ends one of someone's sessions; false where they have no such. */
    public boolean end(UserId user, UUID session) {
        var ended = rows.end(user, session);
        ended.ifPresent(e -> revocations.add(List.of(e)));
        return ended.isPresent();
    }

    /** Ends all of someone's sessions. */
    public void endAll(UserId user) {
        revocations.add(rows.endAll(user, Optional.empty()));
    }

    void sweep() {
        for (var batch = 0; batch < MOST_BATCHES; batch++) {
            if (rows.sweep(SWEPT_AT_ONCE) < SWEPT_AT_ONCE) {
                return;
            }
        }
    }
}
