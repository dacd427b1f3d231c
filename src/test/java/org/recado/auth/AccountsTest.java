package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.recado.auth.Wired.PASSWORD;
import static org.recado.auth.Wired.session;
import static org.recado.auth.Wired.stranger;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.recado.id.UserId;

/** On a real PostgreSQL. */
class AccountsTest {

    private static final String OTHER = "battery staple";
    private static final int FREE = 5;
    private static Wired wired;

    @BeforeAll
    static void open() throws ReflectiveOperationException {
        wired = new Wired();
    }

    @AfterAll
    static void close() {
        wired.close();
    }

    private static void fail(UserId user, int times) {
        for (var i = 0; i < times; i++) {
            assertThat(wired.accounts.attempt(user, "wrong")).isInstanceOf(Attempt.Wrong.class);
        }
    }

    @Test
    void fiveWrongPasswordsMakeTheRightOneWaitAsWell() {
        var user = wired.someone();
        fail(user, FREE);

        assertThat(wired.accounts.attempt(user, PASSWORD)).isEqualTo(new Attempt.Later(Duration.ofSeconds(1)));
        assertThat(wired.accounts.attempt(user, "wrong")).isEqualTo(new Attempt.Later(Duration.ofSeconds(1)));
        wired.pass(Duration.ofSeconds(1));
        assertThat(wired.signIn(user)).isPresent();
    }

    @Test
    void eachFurtherOneDoublesTheWaitAndSuccessResetsIt() {
        var user = wired.someone();
        fail(user, FREE);
        for (var seconds : new int[] {1, 2, 4, 8}) {
            assertThat(wired.accounts.attempt(user, PASSWORD))
                    .isEqualTo(new Attempt.Later(Duration.ofSeconds(seconds)));
            wired.pass(Duration.ofSeconds(seconds));
            fail(user, 1);
        }
        wired.pass(Duration.ofSeconds(16));
        assertThat(wired.signIn(user)).isPresent();

        fail(user, FREE - 1);
        assertThat(wired.signIn(user)).isPresent();
    }

    @Test
    void manyGuessesAtOnceAreNotLookedAtMoreThanOneByOne() throws Exception {
        var user = wired.someone();
        var executor = Executors.newFixedThreadPool(4);
        try {
            var guesses = new ArrayList<Callable<Attempt>>();
            for (var i = 0; i < 12; i++) {
                guesses.add(() -> wired.accounts.attempt(user, "wrong"));
            }
            var looked = 0;
            for (var guess : executor.invokeAll(guesses)) {
                looked += guess.get() instanceof Attempt.Wrong ? 1 : 0;
            }
            assertThat(looked).isEqualTo(FREE);
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void unknownNameIsLockedOutAlikeAndMakesNoRow() {
        var nobody = stranger();
        fail(nobody, FREE);

        assertThat(wired.accounts.attempt(nobody, PASSWORD)).isEqualTo(new Attempt.Later(Duration.ofSeconds(1)));
        wired.pass(Duration.ofSeconds(1));
        fail(nobody, 1);
        assertThat(wired.accounts.attempt(nobody, PASSWORD)).isEqualTo(new Attempt.Later(Duration.ofSeconds(2)));
        assertThat(wired.count("account", "user_id", nobody.value())).isZero();
    }

    @Test
    void lockOutIsInTheDatabaseForAllNodes() throws ReflectiveOperationException {
        var user = wired.someone();
        fail(user, FREE);

        try (var elsewhere = new Wired(wired.now())) {
            assertThat(elsewhere.accounts.attempt(user, PASSWORD)).isInstanceOf(Attempt.Later.class);
        }
    }

    @Test
    void accountThatExistsIsLeftAsItIs() {
        var user = wired.someone();
        wired.accounts.register(user, OTHER, true);

        assertThat(wired.accounts.create(user, OTHER, true)).isFalse();
        assertThat(wired.signIn(user).orElseThrow().caller().isOperator()).isFalse();
    }

    @Test
    void changedPasswordEndsTheOtherSessions() {
        var user = wired.someone();
        var here = wired.signIn(user).orElseThrow();
        var there = wired.signIn(user).orElseThrow();
        var right = (Attempt.Right) wired.accounts.attempt(user, PASSWORD);

        assertThat(wired.accounts.change(right, OTHER, here.caller().session())).isTrue();
        assertThat(wired.isGood(here)).isTrue();
        assertThat(wired.isGood(there)).isFalse();
        assertThat(wired.sessions.refresh(there.refreshToken())).isEmpty();
        assertThat(wired.sessions.refresh(here.refreshToken())).isPresent();
        assertThat(wired.accounts.attempt(user, PASSWORD)).isInstanceOf(Attempt.Wrong.class);
        assertThat(wired.accounts.attempt(user, OTHER)).isInstanceOf(Attempt.Right.class);
    }

    @Test
    void proofOfAnOldPasswordIsGoodForNothing() {
        var user = wired.someone();
        var right = (Attempt.Right) wired.accounts.attempt(user, PASSWORD);
        wired.accounts.reset(user, OTHER, Optional.empty());

        assertThat(wired.sessions.begin(right)).isEmpty();
        assertThat(wired.accounts.change(right, "yet another one", Optional.empty()))
                .isFalse();
    }

    @Test
    void resetPasswordEndsAllSessionsAndTheLockOut() {
        var user = wired.someone();
        var pass = wired.signIn(user).orElseThrow();
        fail(user, FREE);

        assertThat(wired.accounts.reset(user, OTHER, Optional.empty())).isTrue();
        assertThat(wired.isGood(pass)).isFalse();
        assertThat(wired.accounts.attempt(user, OTHER)).isInstanceOf(Attempt.Right.class);
    }

    @Test
    void closedAccountLetsNobodyInUntilItIsOpened() {
        var user = wired.someone();
        var pass = wired.signIn(user).orElseThrow();

        assertThat(wired.accounts.close(user)).isTrue();
        assertThat(wired.revoked).contains(session(pass));
        assertThat(wired.isGood(pass)).isFalse();
        assertThat(wired.signIn(user)).isEmpty();
        assertThat(wired.accounts.open(user)).isTrue();
        assertThat(wired.signIn(user)).isPresent();
    }

    @Test
    void whatHasNoAccountCannotBeChanged() {
        assertThat(wired.accounts.reset(stranger(), OTHER, Optional.empty())).isFalse();
        assertThat(wired.accounts.close(stranger())).isFalse();
        assertThat(wired.accounts.open(stranger())).isFalse();
    }

    @Test
    void ofManyWhoMakeTheFirstOperatorOneDoes() throws Exception {
        wired.nobodyIsOperator();
        var threads = Executors.newFixedThreadPool(4);
        try {
            var tries = new ArrayList<Callable<First>>();
            for (var i = 0; i < 4; i++) {
                tries.add(() -> wired.accounts.createFirstOperator(stranger(), PASSWORD));
            }
            var made = new ArrayList<First>();
            for (var one : threads.invokeAll(tries)) {
                made.add(one.get());
            }
            assertThat(made).containsOnlyOnce(First.MADE).containsOnly(First.MADE, First.NOT_NEEDED);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void accountOfAnotherIsNotMadeTheFirstOperators() {
        wired.nobodyIsOperator();
        var user = wired.someone();

        assertThat(wired.accounts.createFirstOperator(user, OTHER)).isEqualTo(First.TAKEN);
        assertThat(wired.signIn(user).orElseThrow().caller().roles()).isEmpty();
        wired.accounts.erase(user);
        assertThat(wired.accounts.createFirstOperator(user, OTHER)).isEqualTo(First.TAKEN);
        assertThat(wired.accounts.createFirstOperator(stranger(), OTHER)).isEqualTo(First.MADE);
    }
}
