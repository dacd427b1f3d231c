package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.recado.api.Exports;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.api.Signed;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.channel.Channels;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Json;
import org.recado.privacy.Erasure;
import org.recado.privacy.Erasures;

/** What is kept about a person: to hand out, and to take away. */
@Path("ops/people/{id}")
@RequestScoped
@Operators
public class PeopleResource {

    @Inject
    Channels channels;

    @Inject
    Erasures erasures;

    @Inject
    Exports exports;

    @Inject
    Recorded recorded;

    @Inject
    Signed signed;

    /** A ZIP of JSON, written as it is read. */
    @GET
    @Path("export")
    public Response export(@PathParam("id") String id) {
        return exports.of(channels.person(Wanted.user(id)).orElseThrow(PeopleResource::nobody));
    }

    /** Begins to erase someone, for good; again is fine. */
    @POST
    @Path("erasure")
    @Produces(MediaType.APPLICATION_JSON)
    public Response erase(@PathParam("id") String id) {
        var user = Wanted.user(id);
        var by = signed.caller().user();
        if (user.equals(by)) {
            throw new Refused(Reason.CONFLICT, "nobody erases themselves");
        }
        var erasure = recorded.doing(
                Action.PERSON_ERASED,
                Entry.user(user),
                () -> erasures.begin(user, by).orElseThrow(PeopleResource::nobody));
        return Response.accepted(json(erasure)).build();
    }

    /** How far the erasure of someone has come. */
    @GET
    @Path("erasure")
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] erasure(@PathParam("id") String id) {
        return json(erasures.find(Wanted.user(id))
                .orElseThrow(() -> new Refused(Reason.NOT_FOUND, "they are not being erased")));
    }

    private static byte[] json(Erasure erasure) {
        return Json.bytes(g -> {
            g.writeStartObject().write("user_id", erasure.user().value());
            g.write("asked_by", erasure.askedBy().value());
            g.write("asked_at", erasure.askedAt().toString());
            g.write("messages", erasure.messages()).write("dead_letters", erasure.letters());
            erasure.finishedAt()
                    .ifPresentOrElse(at -> g.write("finished_at", at.toString()), () -> g.writeNull("finished_at"));
            g.writeEnd();
        });
    }

    private static Refused nobody() {
        return new Refused(Reason.UNKNOWN_USER, "nobody has this id");
    }
}
