package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.notification.Addresses;
import org.recado.notification.NotificationJson;
import org.recado.platform.Json;

/** Where the caller is told, whatever the way. */
@Path("me/notification-addresses")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class NotificationAddressesResource {

    @Inject
    Addresses addresses;

    @Inject
    Signed signed;

    /** All of them, oldest first. */
    @GET
    public byte[] mine() {
        var mine = addresses.of(signed.caller().user());
        return Json.bytes(g -> NotificationJson.write(g, mine));
    }

    /** Removes one, with what is on its way there. */
    @DELETE
    @Path("{id}")
    public void remove(@PathParam("id") String id) {
        var user = signed.caller().user();
        if (!addresses.remove(
                Ids.address(id), a -> a.user().filter(user::equals).isPresent())) {
            throw new Refused(Reason.NOT_FOUND, "no such address of yours");
        }
    }
}
