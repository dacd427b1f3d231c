package org.recado.socket;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.recado.platform.Json;

/** What a client that polls is told: its status is in the JSON, and HTTP's own is 200 unless the request was no good. */
record PollAnswer(int status, Optional<String> token, List<String> messages) {

    static final int OK = 200;
    static final int NO_CONTENT = 204;
    static final int BAD_REQUEST = 400;
    static final int FORBIDDEN = 403;
    static final int TIMEOUT = 408;
    static final int GONE = 410;
    static final int FULL = 500;

    static PollAnswer of(int status) {
        return new PollAnswer(status, Optional.empty(), List.of());
    }

    byte[] json() {
        return Json.bytes(g -> {
            g.writeStartObject().write("status", status);
            token.ifPresent(t -> {
                g.write("token", t).writeStartArray("messages");
                messages.forEach(g::write);
                g.writeEnd();
            });
            g.writeEnd();
        });
    }

    void head(HttpServletResponse response) {
        response.setStatus(status == BAD_REQUEST ? HttpServletResponse.SC_BAD_REQUEST : HttpServletResponse.SC_OK);
        response.setContentType("application/json");
    }

    /** Answers on the request's own thread; for what is short. */
    void write(HttpServletResponse response) throws IOException {
        head(response);
        response.getOutputStream().write(json());
    }
}
