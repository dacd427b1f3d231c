package org.recado.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.http.HttpClient;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.recado.auth.Callers.Fault;
import org.recado.auth.Callers.Verdict;
import org.recado.platform.Begun;
import org.recado.platform.Deadlines;

/** An OpenID Connect issuer beside ourselves, where one is configured: its tokens name callers too. */
@ApplicationScoped
class OutsideIssuer {

    private static final System.Logger LOG = System.getLogger(OutsideIssuer.class.getName());
    private static final int THREADS = 4;
    private static final long KEEP_ALIVE_SECONDS = 30;

    @Inject
    IssuerSettings settings;

    @Inject
    OutsidePeople people;

    @Inject
    Deadlines deadlines;

    @Resource
    ManagedThreadFactory threads;

    /** Between two fetches of the issuer's keys that failed, or found nothing new. */
    Duration pause = Duration.ofSeconds(5);

    private ExecutorService executor;
    private Optional<Trusted> trusted = Optional.empty();

    /** What a token of the configured issuer is checked with. */
    private record Trusted(IssuerSettings.Issuer issuer, IssuerKeys keys, OutsideTokens tokens) {}

    @PostConstruct
    void start() {
        start(threads);
    }

    void start(ThreadFactory factory) {
        trusted = settings.issuer().map(issuer -> trusted(issuer, factory));
    }

    private Trusted trusted(IssuerSettings.Issuer issuer, ThreadFactory factory) {
        var pool = new ThreadPoolExecutor(
                THREADS, THREADS, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
        var http = HttpClient.newBuilder()
                .executor(pool)
                .connectTimeout(RemoteKeys.PATIENCE)
                .build();
        var keys = new IssuerKeys(new RemoteKeys(issuer.keys(), http, deadlines), pool, pause);
        return new Trusted(issuer, keys, new OutsideTokens(issuer, keys));
    }

    // settings that make no sense stop the start; an issuer that is down does not
    void begin(@Observes Begun begun) {
        trusted.ifPresent(t -> executor.execute(() -> fetch(t.keys())));
    }

    private static void fetch(IssuerKeys keys) {
        try {
            keys.fetch();
        } catch (KeySourceException e) {
            LOG.log(System.Logger.Level.DEBUG, "no keys at the start; they are asked for with the first token", e);
        }
    }

    /** The token, where it says that it is of this issuer; nothing of it is verified yet. */
    Optional<SignedJWT> tokenOfIts(String bearer) {
        return trusted.flatMap(t -> parsed(bearer).filter(token -> isOf(t.issuer(), token)));
    }

    private static Optional<SignedJWT> parsed(String bearer) {
        try {
            return Optional.of(SignedJWT.parse(bearer));
        } catch (ParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isOf(IssuerSettings.Issuer issuer, SignedJWT token) {
        try {
            return issuer.name().equals(token.getJWTClaimsSet().getIssuer());
        } catch (ParseException e) {
            return false;
        }
    }

    Verdict verify(SignedJWT token) {
        try {
            var user = trusted.orElseThrow().tokens().user(token);
            return user.filter(people::admit)
                    .map(u -> Verdict.yes(u.caller()))
                    .orElseGet(() -> Verdict.no(Fault.INVALID));
        } catch (KeySourceException e) {
            return Verdict.later(pause);
        } catch (ExpiredJWTException e) {
            return Verdict.no(Fault.EXPIRED);
        } catch (BadJOSEException | JOSEException e) {
            return Verdict.no(Fault.INVALID);
        }
    }

    @PreDestroy
    void stop() {
        if (executor != null) {
            executor.shutdownNow();
        }
    }
}
