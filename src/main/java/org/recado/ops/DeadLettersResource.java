package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.recado.api.Operators;
import org.recado.api.Signed;
import org.recado.deadletter.DeadLetter;
import org.recado.deadletter.DeadLetters;
import org.recado.deadletter.DeadQueue;
import org.recado.deadletter.Replay;
import org.recado.deadletter.Selection;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Dead letters to look at, replay and discard. */
@Path("ops/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class DeadLettersResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;
    private static final int DEFAULT_REPLAYS = 500;
    private static final int MOST_REPLAYS = 1_000;

    @Inject
    DeadLetters letters;

    @Inject
    Replay replay;

    @Inject
    DeadQueue queue;

    @Inject
    Signed signed;

    /** Newest first; {@code before} is the {@code next} of the page before. */
    @GET
    public byte[] page(
            @QueryParam("state") String state,
            @QueryParam("reason") String reason,
            @QueryParam("before") String before,
            @QueryParam("limit") String limitText) {
        var limit = Wanted.limit(limitText, DEFAULT_LIMIT, LARGEST_LIMIT);
        var from = Optional.ofNullable(before).map(Wanted::id).map(letters::known);
        var page = letters.page(Wanted.state(state), Wanted.reason(reason), from, limit + 1);
        return Json.bytes(g -> {
            g.writeStartObject().writeStartArray("items");
            page.stream().limit(limit).forEach(letter -> DeadLetterJson.write(g, letter));
            g.writeEnd();
            if (page.size() > limit) {
                g.write("next", page.get(limit - 1).id().toString());
            } else {
                g.writeNull("next");
            }
            g.writeEnd();
        });
    }

    @GET
    @Path("{id}")
    public byte[] one(@PathParam("id") String id) {
        return written(letters.known(Wanted.id(id)));
    }

    /** The body, byte for byte. */
    @GET
    @Path("{id}/body")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    public byte[] body(@PathParam("id") String id) {
        return letters.body(letters.known(Wanted.id(id)).id());
    }

    /** Puts one letter on the road again, whatever its state; the answer is the letter as it is then. */
    @POST
    @Path("{id}/replay")
    public byte[] replay(@PathParam("id") String idText) {
        var id = Wanted.id(idText);
        replay.one(id, signed.caller().user());
        return written(letters.known(id));
    }

    /** Puts waiting letters on the road again: those with {@code ids}, those with a {@code reason}, or {@code all}. */
    @POST
    @Path("replay")
    public byte[] replay(byte[] body) {
        var asked = Json.object(body);
        var selection = selection(asked);
        var limit =
                new Fields(asked).optionalNumber("limit").map(String::valueOf).orElse(null);
        var done = replay.some(
                selection,
                Wanted.limit(limit, DEFAULT_REPLAYS, MOST_REPLAYS),
                signed.caller().user());
        return Json.bytes(g -> {
            g.writeStartObject();
            g.write("replayed", done.replayed()).write("failed", done.failed()).write("remain", done.remain());
            g.write("until", selection.until().toString()).writeEnd();
        });
    }

    private Selection selection(JsonObject asked) {
        var fields = new Fields(asked);
        var reason = Wanted.reason(fields.optionalText("reason").orElse(null));
        var ids = Wanted.ids(asked.get("ids"), MOST_REPLAYS);
        if (reason.isEmpty() && ids.isEmpty() && asked.get("all") != JsonValue.TRUE) {
            throw Wanted.malformed("ids, a reason, or \"all\": true must say which");
        }
        var until = fields.optionalText("until").map(Wanted::time).orElseGet(letters::now);
        return new Selection(reason, ids, until);
    }

    /** Discards one letter that waits; the note says why, in the query or in a JSON body. */
    @DELETE
    @Path("{id}")
    public void discard(@PathParam("id") String id, @QueryParam("note") String note, byte[] body) {
        var given = body == null || body.length == 0
                ? Optional.ofNullable(note)
                : new Fields(Json.object(body)).optionalText("note");
        letters.discard(Wanted.id(id), Wanted.note(given), signed.caller().user());
        queue.sweepSoon();
    }

    private static byte[] written(DeadLetter letter) {
        return Json.bytes(g -> DeadLetterJson.write(g, letter));
    }
}
