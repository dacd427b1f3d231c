package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.notification.email.EmailAddress;
import org.recado.notification.email.EmailAddresses;
import org.recado.notification.email.EmailSettings;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Where the caller gets mail. */
@Path("me/email")
@RequestScoped
public class MyEmailResource {

    @Inject
    EmailSettings settings;

    @Inject
    EmailAddresses addresses;

    @Inject
    Limits limits;

    @Inject
    Signed signed;

    /** Asks at an address whether it is the caller's, by a mail; so many an hour. */
    @PUT
    public Response ask(byte[] body) {
        var email = new Fields(Json.object(body)).of("address", EmailAddress::new);
        var caller = signed.caller();
        if (!settings.isOn()) {
            throw new Refused(Reason.NOT_FOUND, "no mails are sent here");
        }
        if (caller.key().isPresent()) {
            throw new Refused(Reason.FORBIDDEN, "bots get no mail");
        }
        limits.check(Limit.EMAILS_PER_USER.of(caller.user().value())).ifPresent(wait -> {
            throw Refused.rateLimited(wait);
        });
        addresses.ask(caller.user(), email);
        return Response.accepted().build();
    }
}
