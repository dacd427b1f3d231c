package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.recado.api.Operators;
import org.recado.notification.NotificationJson;
import org.recado.notification.Notifications;
import org.recado.platform.Json;

/** The outbox of all people: who was told of what, and who not, and why. */
@Path("ops/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class OutboxResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    @Inject
    Notifications notifications;

    /** Newest first; {@code before} is the {@code next} of the page before. */
    @GET
    public byte[] page(@BeanParam OutboxQuery query, @QueryParam("limit") String limitText) {
        var limit = Wanted.limit(limitText, DEFAULT_LIMIT, LARGEST_LIMIT);
        var page = notifications.page(query.lookup(), query.before(), limit);
        return Json.bytes(g -> NotificationJson.write(g, page, limit));
    }
}
