package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.notification.Address;
import org.recado.notification.Addresses;
import org.recado.notification.Way;
import org.recado.notification.push.PushKeys;
import org.recado.notification.push.Vapid;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Outbound;

/** The caller's browsers, each of which has subscribed with its push service for this installation. */
@Path("me/push-subscriptions")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class PushSubscriptionsResource {

    private static final String UNNAMED = "browser";

    @Inject
    Addresses addresses;

    @Inject
    Vapid vapid;

    @Inject
    Outbound outbound;

    @Inject
    Signed signed;

    /** Tells this browser from now on; takes a browser's {@code PushSubscription} as JSON, with a label. */
    @POST
    public Response subscribe(byte[] body) {
        if (signed.caller().key().isPresent()) {
            throw new Refused(Reason.FORBIDDEN, "a bot has no browser");
        }
        if (!vapid.isOn()) {
            throw new Refused(Reason.NOT_FOUND, "push is off");
        }
        var object = Json.object(body);
        var fields = new Fields(object);
        var address = addresses.add(Address.of(
                        signed.caller().user(),
                        Way.Name.PUSH,
                        endpoint(fields),
                        keys(object, fields).json(),
                        AddressLabel.of(fields, UNNAMED))
                .confirmed());
        var id = Json.bytes(
                g -> g.writeStartObject().write("id", address.id().toString()).writeEnd());
        return Response.status(Response.Status.CREATED).entity(id).build();
    }

    private String endpoint(Fields fields) {
        var text = fields.text("endpoint");
        return fit(fields, "endpoint", () -> outbound.parse(text).toString());
    }

    private static PushKeys keys(JsonObject object, Fields fields) {
        if (!(object.get("keys") instanceof JsonObject given)) {
            throw fields.unfit("keys", "must be an object");
        }
        var of = new Fields(given);
        var p256dh = of.text("p256dh");
        var auth = of.text("auth");
        return fit(fields, "keys", () -> new PushKeys(p256dh, auth));
    }

    private static <T> T fit(Fields fields, String field, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException e) {
            throw fields.unfit(field, e.getMessage());
        }
    }
}
