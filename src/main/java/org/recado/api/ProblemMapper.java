package org.recado.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** The REST door's one place where an exception becomes an answer. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof CompletionException && thrown.getCause() != null) {
            return toResponse(thrown.getCause());
        }
        if (thrown instanceof Refused refused) {
            return Problem.of(refused);
        }
        if (thrown instanceof Fields.Unfit || thrown instanceof Json.NotJson) {
            return Problem.of(new Refused(Reason.MALFORMED, thrown.getMessage()));
        }
        if (thrown instanceof WebApplicationException web) {
            return ofServer(web.getResponse());
        }
        return ofFault(thrown);
    }

    // the server's own refusals: no such path, no such method, no such media type
    private static Response ofServer(Response response) {
        var status = response.getStatus();
        if (status < 400) {
            return response;
        }
        var reason = status == 404 ? Reason.NOT_FOUND : status < 500 ? Reason.MALFORMED : Reason.UNAVAILABLE;
        return Problem.of(status, reason, response.getStatusInfo().getReasonPhrase());
    }

    private static Response ofFault(Throwable fault) {
        var number = UUID.randomUUID();
        LOG.log(System.Logger.Level.ERROR, "a request failed, number " + number, fault);
        return Problem.of(new Refused(
                Reason.UNAVAILABLE, "see the log for number " + number, Optional.of(Duration.ofSeconds(2))));
    }
}
