package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.recado.notification.Way;
import org.recado.notification.push.Vapid;
import org.recado.platform.Json;

/** Which ways to people this installation has, and what a browser needs for its own. */
@Path("me/notification-ways")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class NotificationWaysResource {

    @Inject
    @Any
    Instance<Way> ways;

    @Inject
    Vapid vapid;

    /** Each by its name: whether it is on. */
    @GET
    public byte[] ways() {
        return Json.bytes(g -> {
            g.writeStartObject();
            g.writeStartObject("push").write("on", isOn(Way.Name.PUSH));
            vapid.publicKey().ifPresentOrElse(key -> g.write("key", key), () -> g.writeNull("key"));
            g.writeEnd();
            g.writeStartObject("webhook").write("on", isOn(Way.Name.WEBHOOK)).writeEnd();
            g.writeStartObject("email").write("on", isOn(Way.Name.EMAIL)).writeEnd();
            g.writeEnd();
        });
    }

    private boolean isOn(Way.Name name) {
        return ways.stream().anyMatch(way -> way.name() == name && way.isOn());
    }
}
