package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.channel.Access;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.ChannelId;
import org.recado.notification.Addresses;
import org.recado.notification.NotificationJson;
import org.recado.notification.Webhooks;
import org.recado.platform.Json;
import org.recado.platform.Outbound;

/** Programs that hear every message of a channel. For its owners and moderators. */
@Path("channels/{id}/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ChannelWebhooksResource {

    @Inject
    Webhooks webhooks;

    @Inject
    Addresses addresses;

    @Inject
    Outbound outbound;

    @Inject
    Access access;

    @Inject
    Recorded recorded;

    @Inject
    Signed signed;

    /** All of them, oldest first. */
    @GET
    public byte[] all(@PathParam("id") String id) {
        var channel = Ids.channel(id);
        access.mayHook(signed.caller().user(), channel);
        var there = addresses.of(channel);
        return Json.bytes(g -> NotificationJson.write(g, there));
    }

    /** Makes one, which hears what is said from now on; the answer is the only place where its secret can be read. */
    @POST
    public Response make(@PathParam("id") String id, byte[] body) {
        var channel = Ids.channel(id);
        var wish = WebhookWish.of(body, outbound);
        var by = signed.caller().user();
        var made = recorded.doing(
                Entry.of(Action.WEBHOOK_CREATED, Entry.channel(channel))
                        .with("host", wish.url().getHost()),
                () -> {
                    access.mayHook(by, channel);
                    return webhooks.make(channel, wish.url(), wish.label(), by);
                },
                (entry, webhook) -> entry.to(target(webhook.id())));
        return WebhookWish.answer(made);
    }

    /** Removes one, with what is on its way there. */
    @DELETE
    @Path("{webhook_id}")
    public void remove(@PathParam("id") String id, @PathParam("webhook_id") String webhookId) {
        var channel = Ids.channel(id);
        var webhook = Ids.address(webhookId);
        recorded.doing(
                Entry.of(Action.WEBHOOK_REMOVED, Entry.channel(channel)).to(target(webhook)),
                () -> removed(channel, webhook),
                (entry, done) -> entry);
    }

    private boolean removed(ChannelId channel, UUID webhook) {
        access.mayHook(signed.caller().user(), channel);
        if (!addresses.remove(webhook, a -> a.channel().filter(channel::equals).isPresent())) {
            throw new Refused(Reason.NOT_FOUND, "no such webhook of the channel");
        }
        return true;
    }

    private static String target(UUID webhook) {
        return "webhook:" + webhook;
    }
}
