package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.recado.notification.Way;
import org.recado.notification.Ways;
import org.recado.notification.push.Vapid;
import org.recado.platform.Json;

/** Which ways to people this installation has, and what a browser needs for its own. */
@Path("me/notification-ways")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class NotificationWaysResource {

    @Inject
    Ways ways;

    @Inject
    Vapid vapid;

    /** Each by its name: whether it is on. */
    @GET
    public byte[] ways() {
        return Json.bytes(g -> {
            g.writeStartObject();
            g.writeStartObject("push").write("on", ways.areOn(Way.Name.PUSH));
            vapid.publicKey().ifPresentOrElse(key -> g.write("key", key), () -> g.writeNull("key"));
            g.writeEnd();
            g.writeStartObject("webhook")
                    .write("on", ways.areOn(Way.Name.WEBHOOK))
                    .writeEnd();
            g.writeStartObject("email").write("on", ways.areOn(Way.Name.EMAIL)).writeEnd();
            g.writeEnd();
        });
    }
}
