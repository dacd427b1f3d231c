package org.recado.auth;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.recado.platform.Deadlines;

/**
 * Fetches the issuer's keys. Who asks waits a moment only; keys that come later are there for the next who asks. An
 * answer without a key is no answer.
 */
final class RemoteKeys implements JWKSetSource<SecurityContext> {

    /** How long anyone waits. */
    static final Duration PATIENCE = Duration.ofMillis(700);

    private static final System.Logger LOG = System.getLogger(RemoteKeys.class.getName());
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 256 * 1024;
    private static final int OK = 200;

    private record Fetch(CompletableFuture<JWKSet> keys, long begunAt) {
        boolean isOfUse() {
            return !keys.isDone() || System.nanoTime() - begunAt < FRESH.toNanos();
        }
    }

    private final URI address;
    private final HttpClient http;
    private final Deadlines deadlines;
    private Optional<Fetch> underWay = Optional.empty();
    private volatile boolean away;

    RemoteKeys(URI address, HttpClient http, Deadlines deadlines) {
        this.address = address;
        this.http = http;
        this.deadlines = deadlines;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws JWKSetUnavailableException {
        var fetch = begunOrUnderWay();
        try {
            var keys = fetch.keys().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            here();
            return keys;
        } catch (TimeoutException e) {
            throw away(e, "no answer in " + PATIENCE.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw away(e, e.getCause().toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(e, "interrupted");
        } finally {
            taken(fetch);
        }
    }

    private synchronized Fetch begunOrUnderWay() {
        var fetch = underWay.filter(Fetch::isOfUse).orElseGet(() -> new Fetch(fetched(), System.nanoTime()));
        underWay = Optional.of(fetch);
        return fetch;
    }

    private synchronized void taken(Fetch fetch) {
        if (fetch.keys().isDone()) {
            underWay = underWay.filter(f -> !f.equals(fetch));
        }
    }

    // redirects are not followed: the address was checked, another one was not
    private CompletableFuture<JWKSet> fetched() {
        var request = HttpRequest.newBuilder(address)
                .header("Accept", "application/json, application/jwk-set+json")
                .build();
        var exchange = http.sendAsync(request, answer -> new BoundedBody(MOST_BYTES));
        var answer = deadlines.within(LONGEST, exchange.copy());
        return answer.whenComplete((a, failure) -> exchange.cancel(true)).thenApply(RemoteKeys::keys);
    }

    private static JWKSet keys(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != OK) {
            throw new CompletionException(new IllegalStateException("status " + answer.statusCode()));
        }
        try {
            var keys = JWKSet.parse(new String(answer.body(), StandardCharsets.UTF_8))
                    .toPublicJWKSet();
            if (keys.isEmpty()) {
                throw new CompletionException(new IllegalStateException("no key in it"));
            }
            return keys;
        } catch (ParseException e) {
            throw new CompletionException(e);
        }
    }

    private void here() {
        if (away) {
            away = false;
            LOG.log(System.Logger.Level.INFO, "the issuer''s keys are there: {0}", address);
        }
    }

    private JWKSetUnavailableException away(Exception cause, String why) {
        if (!away) {
            away = true;
            LOG.log(System.Logger.Level.WARNING, "the issuer''s keys cannot be had from {0}: {1}", address, why);
        }
        return new JWKSetUnavailableException("the issuer's keys cannot be had", cause);
    }

    @Override
    public void close() {}
}
