package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.recado.channel.Channels;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.limit.Limit;
import org.recado.limit.Limits;

/** What is kept about the caller, to take along. */
@Path("me/export")
@RequestScoped
public class MyDataResource {

    @Inject
    Channels channels;

    @Inject
    Limits limits;

    @Inject
    Exports exports;

    @Inject
    Signed signed;

    /** A ZIP of JSON, written as it is read; so many an hour. */
    @GET
    public Response mine() {
        var user = signed.caller().user();
        limits.check(Limit.EXPORTS_PER_USER.of(user.value())).ifPresent(wait -> {
            throw Refused.rateLimited(wait);
        });
        return exports.of(
                channels.person(user).orElseThrow(() -> new Refused(Reason.UNKNOWN_USER, "nobody has this id")));
    }
}
