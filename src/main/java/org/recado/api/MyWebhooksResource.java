package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.recado.notification.Webhooks;
import org.recado.platform.Outbound;

/** Programs that hear what the caller is told. They are listed and removed as {@link NotificationAddressesResource} has it. */
@Path("me/webhooks")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class MyWebhooksResource {

    @Inject
    Webhooks webhooks;

    @Inject
    Outbound outbound;

    @Inject
    Signed signed;

    /** Makes one; the answer is the only place where its secret can be read. */
    @POST
    public Response make(byte[] body) {
        var wish = WebhookWish.of(body, outbound);
        return WebhookWish.answer(webhooks.make(signed.caller().user(), wish.url(), wish.label()));
    }
}
