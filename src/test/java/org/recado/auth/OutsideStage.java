package org.recado.auth;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.recado.platform.Meters;
import org.recado.platform.Outside;

/** The one way that both doors take, with another issuer of the tests' own beside our tokens; nothing else is played. */
abstract class OutsideStage {

    /** Between two fetches of the issuer's keys; shorter than in the product. */
    static final Duration PAUSE = Duration.ofMillis(300);

    final IssuerSettings settings = new IssuerSettings();
    final OutsideIssuer outside = new OutsideIssuer();
    final Callers callers = new Callers();
    final List<OutsideTokens.User> seen = new ArrayList<>();
    TestIssuer issuer;

    @SuppressWarnings("UnnecessaryAssignment") // the fields are injected in a container only
    @BeforeEach
    void wire() {
        issuer = TestIssuer.down();
        settings.issuer = Optional.of(issuer.name());
        settings.keysLocation = Optional.of(issuer.keysAt());
        settings.audiences = Optional.of(TestIssuer.AUDIENCE + ", another");
        settings.skewSeconds = 5;
        settings.userClaim = Optional.empty();
        settings.rolesClaim = "groups";
        settings.operatorRole = Optional.empty();
        outside.settings = settings;
        outside.pause = PAUSE;
        outside.deadlines = Outside.deadlines();
        outside.people = new OutsidePeople() {
            @Override
            boolean admit(OutsideTokens.User user) {
                synchronized (seen) {
                    return seen.add(user);
                }
            }
        };
        callers.outside = outside;
        callers.meters = new Meters();
        callers.tokens = new Tokens();
        callers.tokens.secret = "0123456789abcdef0123456789abcdef";
        callers.tokens.ttlSeconds = 60;
        callers.tokens.start();
    }

    @AfterEach
    void end() {
        outside.stop();
        issuer.close();
    }

    void start() {
        outside.start(Thread::new);
    }

    void startUp() {
        issuer.open();
        start();
    }
}
