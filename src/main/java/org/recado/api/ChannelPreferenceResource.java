package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.recado.channel.Access;
import org.recado.id.ChannelId;
import org.recado.notification.Preference;
import org.recado.notification.Preferences;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** What the caller wants to be told of a channel they are in. */
@Path("channels/{id}/notification-preference")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ChannelPreferenceResource {

    @Inject
    Preferences preferences;

    @Inject
    Access access;

    @Inject
    Signed signed;

    @GET
    public byte[] mine(@PathParam("id") String id) {
        var preference = preferences.of(signed.caller().user(), channel(id));
        return Json.bytes(g -> {
            g.writeStartObject();
            PreferencesResource.write(g, preference);
            g.writeEnd();
        });
    }

    /** Takes the place of what was wanted before; a level that is absent is as everywhere. */
    @PUT
    public void put(@PathParam("id") String id, byte[] body) {
        var channel = channel(id);
        var fields = new Fields(Json.object(body));
        preferences.put(new Preference(
                channel,
                signed.caller().user(),
                PreferencesResource.level(fields),
                fields.optionalTime("muted_until")));
    }

    private ChannelId channel(String id) {
        var channel = Ids.channel(id);
        access.mayRead(signed.caller().user(), channel);
        return channel;
    }
}
