package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.auth.Caller;
import org.recado.auth.Callers;
import org.recado.platform.Origins;

/** Who is calling, or why they may not connect; asked before the upgrade. */
@ApplicationScoped
class Handshake {

    static final String SUBPROTOCOL = "phoenix";
    /** The word for a page that may not ask here. */
    static final String ORIGIN = "origin";

    private static final String BEARER = "base64url.bearer.phx.";
    private static final Pattern V2 = Pattern.compile("2\\.0\\.(0|[1-9]\\d{0,8})(\\+[0-9A-Za-z.-]+)?");

    @Inject
    @ConfigProperty(name = "recado.socket.allowed-origins")
    Optional<String> allowedOrigins;

    @Inject
    Callers callers;

    @Inject
    Admission admission;

    /**
     * What a client asks with; {@code address} is where from, as it is counted, and {@code protocols} are the offered
     * subprotocols, in any number of headers.
     */
    record Request(
            String address,
            Optional<String> vsn,
            Optional<String> origin,
            String host,
            Optional<String> token,
            List<String> protocols) {}

    /**
     * The caller, or a word for the log on why not; the word never holds what the client sent.
     *
     * @param retryAfter where the refusal is only for now
     */
    record Verdict(Optional<Caller> caller, String refusal, int status, Optional<Duration> retryAfter) {
        static Verdict yes(Caller caller) {
            return new Verdict(Optional.of(caller), "", HttpServletResponse.SC_SWITCHING_PROTOCOLS, Optional.empty());
        }

        static Verdict no(String refusal) {
            return new Verdict(Optional.empty(), refusal, HttpServletResponse.SC_FORBIDDEN, Optional.empty());
        }

        static Verdict later(Admission.Refusal refusal) {
            return new Verdict(Optional.empty(), refusal.why(), refusal.status(), Optional.of(refusal.retryAfter()));
        }

        static Verdict unknown(Optional<Duration> retryAfter) {
            return new Verdict(Optional.empty(), "no answer", HttpServletResponse.SC_SERVICE_UNAVAILABLE, retryAfter);
        }
    }

    Verdict check(Request request) {
        if (request.vsn().filter(Handshake::isV2).isEmpty()) {
            return Verdict.no("vsn");
        }
        if (!isAllowed(request.origin(), request.host())) {
            return Verdict.no(ORIGIN);
        }
        var offers = offers(request.protocols());
        var plain = offers.stream().filter(o -> !o.startsWith(BEARER)).toList();
        if (!plain.isEmpty() && !plain.contains(SUBPROTOCOL)) {
            return Verdict.no("subprotocol");
        }
        return request.token()
                .or(() -> bearer(offers))
                .map(t -> admitted(request.address(), t))
                .orElseGet(() -> Verdict.no("no token"));
    }

    // a client that can never come in takes nobody's place
    private Verdict admitted(String address, String token) {
        return admission.refusal(address).map(Verdict::later).orElseGet(() -> verified(token));
    }

    private Verdict verified(String token) {
        var verdict = callers.verify(token);
        return verdict.caller().map(this::counted).orElseGet(() -> refused(verdict));
    }

    private static Verdict refused(Callers.Verdict verdict) {
        return switch (verdict.fault().orElseThrow()) {
            case EXPIRED -> Verdict.no("expired token");
            case INVALID -> Verdict.no("bad token");
            case UNAVAILABLE -> Verdict.unknown(verdict.retryAfter());
        };
    }

    private Verdict counted(Caller caller) {
        return admission.refusal(caller.user()).map(Verdict::later).orElseGet(() -> Verdict.yes(caller));
    }

    /** {@code ~> 2.0.0}; a missing version would be version 1 of the protocol. */
    static boolean isV2(String vsn) {
        return V2.matcher(vsn).matches();
    }

    /** Whether a page of this origin may ask; what is no browser sends none. */
    boolean isAllowed(Optional<String> origin, String host) {
        return Origins.of(allowedOrigins.orElse("")).mayAsk(origin, host);
    }

    private static List<String> offers(List<String> headers) {
        return headers.stream().flatMap(Handshake::split).toList();
    }

    private static Stream<String> split(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(o -> !o.isEmpty());
    }

    // the client writes the standard alphabet without padding, whatever the prefix says; other clients the URL one
    private static Optional<String> bearer(List<String> offers) {
        var bearers = offers.stream().filter(o -> o.startsWith(BEARER)).toList();
        if (bearers.size() != 1) {
            return Optional.empty();
        }
        var data = bearers.get(0).substring(BEARER.length()).replace('-', '+').replace('_', '/');
        try {
            return Optional.of(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
