package org.recado.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedRunnable;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.recado.auth.Callers.Verdict;
import org.recado.id.UserId;

/** The issuer's keys while it is up, down, slow and mistaken. */
class OutsideKeysTest extends OutsideStage {

    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final int MOST_IN_A_PAUSE = 2;

    private final CountDownLatch over = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        over.countDown();
    }

    @Test
    void keysAreFetchedOnceForManyTokens() {
        startUp();
        IntStream.range(0, 50)
                .forEach(i -> assertThat(callers.verify(issuer.token("u" + i)).caller())
                        .isPresent());
        assertThat(issuer.asked()).isEqualTo(1);
    }

    @Test
    void newKeysCountAtOnceAndOldOnesNoLonger() {
        startUp();
        var old = issuer.token("zoe");
        assertThat(callers.verify(old).caller()).isPresent();
        issuer.rotate();
        assertThat(callers.verify(issuer.token("zoe")).caller()).isPresent();
        assertThat(callers.verify(old).caller()).isEmpty();
    }

    @Test
    void stormOfUnknownKeysMakesNoFlood() {
        startUp();
        var begun = System.nanoTime();
        var stranger = TestIssuer.rsaKey();
        var verdicts = IntStream.range(0, 200)
                .mapToObj(i -> callers.verify(TestIssuer.signed(
                        JWSAlgorithm.RS256,
                        stranger,
                        issuer.claims("zoe"),
                        h -> h.keyID(UUID.randomUUID().toString()))))
                .toList();
        var pauses = 1 + (System.nanoTime() - begun) / PAUSE.toNanos();
        assertThat(verdicts).allMatch(v -> v.caller().isEmpty());
        assertThat((long) issuer.asked()).isBetween(1L, MOST_IN_A_PAUSE * pauses);
        assertThat(callers.verify(issuer.token("zoe")).caller()).isPresent();
    }

    @Test
    void issuerThatIsDownIsAskedNowAndThenAndItsTokensHaveToWait() {
        start();
        var token = issuer.token("zoe");
        assertThat(Stream.generate(() -> callers.verify(token)).limit(50)).containsOnly(Verdict.later(PAUSE));
        var own = callers.tokens.issue(new Caller(new UserId("ana"), Set.of())).token();
        assertThat(callers.verify(own).caller()).isPresent();

        issuer.open();
        awaitCaller(token);
    }

    @Test
    void issuerThatSaysNothingHoldsNobodyLongerThanTwoSeconds() {
        issuer.answers(exchange -> await(over));
        startUp();
        var token = issuer.token("zoe");
        var begun = System.nanoTime();
        var many = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> callers.verify(token), w -> new Thread(w).start()))
                .toList();
        assertThat(many).allSatisfy(v -> assertThat(v.join()).isEqualTo(Verdict.later(PAUSE)));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
    }

    @Test
    void issuerThatAnswersByteByByteHoldsNobodyEither() {
        issuer.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (var i = 0; !await(over, 100); i++) {
                exchange.getResponseBody().write(i);
                exchange.getResponseBody().flush();
            }
        });
        startUp();
        var begun = System.nanoTime();
        assertThat(callers.verify(issuer.token("zoe"))).isEqualTo(Verdict.later(PAUSE));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
    }

    @Test
    void keysThatComeLateAreThereForTheNextWhoAsks() {
        var late = new CountDownLatch(1);
        issuer.answers(exchange -> {
            await(late);
            issuer.keys(exchange);
        });
        startUp();
        var token = issuer.token("zoe");
        assertThat(callers.verify(token)).isEqualTo(Verdict.later(PAUSE));
        late.countDown();
        awaitCaller(token);
        assertThat(issuer.asked()).isEqualTo(1);
    }

    static Stream<String> answersWithoutKeys() {
        return Stream.of("", "no JSON", "[]", "{}", "{\"keys\":[]}", "{\"keys\":7}", "[".repeat(100_000));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("answersWithoutKeys")
    void answerWithoutKeysIsNone(String answer) {
        issuer.answers(200, answer);
        startUp();
        assertThat(callers.verify(issuer.token("zoe"))).isEqualTo(Verdict.later(PAUSE));
        issuer.answersWithItsKeys();
        awaitCaller(issuer.token("zoe"));
    }

    @Test
    void keysOfAnErrorOrOfElsewhereOrWithoutAnEndAreNone() {
        issuer.answers(500, issuer.keySet());
        startUp();
        assertThat(callers.verify(issuer.token("zoe"))).isEqualTo(Verdict.later(PAUSE));

        try (var other = TestIssuer.up(0)) {
            issuer.answers(exchange -> {
                exchange.getResponseHeaders().set("Location", other.keysAt());
                exchange.sendResponseHeaders(302, -1);
            });
            awaitAsked(2);
            assertThat(callers.verify(other.token(issuer.claims("zoe"))).caller())
                    .isEmpty();
            assertThat(other.asked()).isZero();
        }

        issuer.answers(200, issuer.keySet() + " ".repeat(1 << 20));
        awaitAsked(4);
        assertThat(callers.verify(issuer.token("zoe"))).isEqualTo(Verdict.later(PAUSE));
    }

    @Test
    void knownKeysCountWhileTheIssuerIsAwayAndUnknownOnesHaveToWait() {
        startUp();
        var before = issuer.token("zoe");
        assertThat(callers.verify(before).caller()).isPresent();
        issuer.shut();
        issuer.rotate();
        var after = issuer.token("zoe");
        assertThat(Stream.generate(() -> callers.verify(after)).limit(20)).containsOnly(Verdict.later(PAUSE));
        assertThat(callers.verify(before).caller()).isPresent();

        issuer.open();
        awaitCaller(after);
    }

    private void awaitCaller(String token) {
        until(() -> assertThat(callers.verify(token).caller()).isPresent());
    }

    private void awaitAsked(int times) {
        until(() -> {
            assertThat(callers.verify(issuer.token("zoe")).caller()).isEmpty();
            assertThat(issuer.asked()).isGreaterThanOrEqualTo(times);
        });
    }

    private static void until(CheckedRunnable holds) {
        Failsafe.with(RetryPolicy.builder()
                        .handle(AssertionError.class)
                        .withDelay(Duration.ofMillis(20))
                        .withMaxRetries(-1)
                        .withMaxDuration(Duration.ofSeconds(20))
                        .build())
                .run(holds);
    }

    private static void await(CountDownLatch latch) {
        await(latch, 20_000);
    }

    private static boolean await(CountDownLatch latch, long ms) {
        try {
            return latch.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
