package org.recado.socket;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.recado.auth.SessionTokens;

/**
 * What a client that polls says beside its frames. Its query carries the connect parameters each time and behind them
 * the session's token, by the same name as the caller's. The query is read here, since the server would look for
 * parameters in the body as well.
 */
record PollRequest(
        Optional<String> vsn,
        Optional<String> origin,
        String host,
        Optional<String> callerToken,
        Optional<String> sessionToken) {

    /** Throws {@link IllegalArgumentException} where the query cannot be decoded. */
    static PollRequest of(HttpServletRequest request, SessionTokens sessions) {
        var query = Optional.ofNullable(request.getQueryString()).orElse("");
        var tokens = values(query, "token");
        return new PollRequest(
                values(query, "vsn").stream().findFirst(),
                header(request, "Origin"),
                header(request, "Host").orElse(""),
                tokens.stream()
                        .filter(t -> !sessions.isOurs(t))
                        .findFirst()
                        .or(() -> header(request, "X-Phoenix-AuthToken")),
                header(request, "X-Phoenix-Longpoll-Token")
                        .or(() -> tokens.stream().filter(sessions::isOurs).findFirst()));
    }

    private static Optional<String> header(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getHeader(name));
    }

    private static List<String> values(String query, String name) {
        return Arrays.stream(query.split("&"))
                .filter(piece -> piece.startsWith(name + "="))
                .map(piece -> URLDecoder.decode(piece.substring(name.length() + 1), StandardCharsets.UTF_8))
                .toList();
    }

    /** @param address where it comes from, as it is counted */
    Handshake.Request handshake(String address) {
        return new Handshake.Request(address, vsn, origin, host, callerToken, List.of());
    }
}
