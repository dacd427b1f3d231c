package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.notification.NotificationJson;
import org.recado.notification.Notifications;
import org.recado.notification.Notifications.Lookup;
import org.recado.platform.Json;

/** What the caller was told of while they were away, and what not, and why. */
@Path("notifications")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class NotificationsResource {

    private static final int LIMIT = 50;
    private static final int MOST = 200;

    @Inject
    Notifications notifications;

    @Inject
    Signed signed;

    /** Newest first; go on with {@code before} = {@code next}. */
    @GET
    public byte[] mine(@QueryParam("before") String before, @QueryParam("limit") String limit) {
        var most = (int) number("limit", limit).orElse((long) LIMIT).longValue();
        if (most < 1 || most > MOST) {
            throw new Refused(Reason.MALFORMED, "limit: 1 to " + MOST);
        }
        var page = notifications.page(Lookup.of(signed.caller().user()), number("before", before), most);
        return Json.bytes(g -> NotificationJson.write(g, page, most));
    }

    private static Optional<Long> number(String parameter, String text) {
        try {
            return Optional.ofNullable(text).map(Long::valueOf);
        } catch (NumberFormatException e) {
            throw new Refused(Reason.MALFORMED, parameter + ": must be a whole number");
        }
    }
}
