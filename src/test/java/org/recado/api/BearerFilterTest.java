package org.recado.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.auth.Caller;
import org.recado.auth.Callers;
import org.recado.auth.Callers.Fault;
import org.recado.auth.Callers.Verdict;
import org.recado.auth.Scope;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;

class BearerFilterTest {

    private static final UserId BOT = new UserId("bot");
    private static final Caller READER =
            new Caller(BOT, Set.of(), Set.of(Scope.READ), Optional.empty(), Optional.of("k"));
    private static final Caller PERSON = new Caller(BOT, Set.of());

    private final BearerFilter filter = new BearerFilter();
    private Verdict verdict = Verdict.yes(READER);

    @BeforeEach
    void wire() {
        filter.callers = new Callers() {
            @Override
            public Verdict verify(String bearer) {
                return bearer.equals("x") ? verdict : Verdict.no(Fault.INVALID);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void keyThatReadsMayAsk(String method) {
        assertThat(asked(method).caller()).contains(READER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "get"})
    void keyThatReadsMayChangeNothing(String method) {
        isRefused(asked(method), 403, Reason.FORBIDDEN);
    }

    @Test
    void personsSessionMayDoEither() {
        verdict = Verdict.yes(PERSON);
        assertThat(asked("GET").caller()).contains(PERSON);
        assertThat(asked("POST").caller()).contains(PERSON);
    }

    @Test
    void operatorsCallsNeedTheRoleWhateverTheScopes() {
        verdict = Verdict.yes(PERSON);
        isRefused(filter.decide("Bearer x", "GET", true), 403, Reason.FORBIDDEN);
        var operator = new Caller(BOT, Set.of(Caller.OPERATOR), Set.of(Scope.READ), Optional.empty(), Optional.of("k"));
        verdict = Verdict.yes(operator);
        assertThat(filter.decide("Bearer x", "GET", true).caller()).contains(operator);
        isRefused(filter.decide("Bearer x", "DELETE", true), 403, Reason.FORBIDDEN);
    }

    @Test
    void whoCannotBeLookedUpIsToldWhenToComeBack() {
        verdict = Verdict.later(Duration.ofSeconds(5));
        isRefused(asked("GET"), 503, Reason.UNAVAILABLE);
        assertThat(asked("GET").refusal().flatMap(Refused::retryAfter)).contains(Duration.ofSeconds(5));
    }

    @Test
    void whoIsNotKnownHasToSignIn() {
        verdict = Verdict.no(Fault.INVALID);
        isRefused(asked("GET"), 401, Reason.UNAUTHORIZED);
        verdict = Verdict.no(Fault.EXPIRED);
        isRefused(asked("GET"), 401, Reason.EXPIRED);
        isRefused(filter.decide(null, "GET", false), 401, Reason.UNAUTHORIZED);
        isRefused(filter.decide("Basic eA==", "GET", false), 401, Reason.UNAUTHORIZED);
    }

    private BearerFilter.Decision asked(String method) {
        return filter.decide("bearer  x ", method, false);
    }

    private static void isRefused(BearerFilter.Decision decision, int status, Reason reason) {
        assertThat(decision.status()).isEqualTo(status);
        assertThat(decision.refusal().map(Refused::reason)).contains(reason);
    }
}
