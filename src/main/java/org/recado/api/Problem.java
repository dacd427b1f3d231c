package org.recado.api;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Json;

/** An error as RFC 9457 problem details, with our {@code reason} and, where known, {@code retry_after_ms}. */
final class Problem {

    static final String MEDIA_TYPE = "application/problem+json";

    private Problem() {}

    static Response of(Refused refused) {
        return of(refused.reason().httpStatus(), refused);
    }

    static Response of(int status, Refused refused) {
        return of(status, refused.reason(), refused.detail(), refused.retryAfter());
    }

    static Response of(int status, Reason reason, String detail) {
        return of(status, reason, detail, Optional.empty());
    }

    private static Response of(int status, Reason reason, String detail, Optional<Duration> retryAfter) {
        var response = Response.status(status).type(MEDIA_TYPE).entity(body(status, reason.wire(), detail, retryAfter));
        retryAfter.ifPresent(r ->
                response.header("Retry-After", Math.max(1, r.plusMillis(999).toSeconds())));
        if (status == Response.Status.UNAUTHORIZED.getStatusCode()) {
            response.header("WWW-Authenticate", "Bearer");
        }
        return response.build();
    }

    /** Only the body, for who answers without JAX-RS. */
    static byte[] body(int status, Reason reason, String detail) {
        return body(status, reason.wire(), detail, Optional.empty());
    }

    private static byte[] body(int status, String reason, String detail, Optional<Duration> retryAfter) {
        return Json.bytes(g -> {
            g.writeStartObject();
            g.write("type", "about:blank");
            g.write("title", title(status));
            g.write("status", status);
            g.write("reason", reason);
            g.write("detail", detail);
            retryAfter.ifPresent(r -> g.write("retry_after_ms", r.toMillis()));
            g.writeEnd();
        });
    }

    private static String title(int status) {
        return Optional.ofNullable(Response.Status.fromStatusCode(status))
                .map(Response.Status::getReasonPhrase)
                .orElse("Error");
    }
}
