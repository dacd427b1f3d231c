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
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.api.Signed;
import org.recado.audit.Action;
import org.recado.audit.Entry;
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

    @Inject
    Recorded recorded;

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

    /**
     * Puts one letter on the road again: as it came, or with another {@code body}; whatever its state, or only in the
     * {@code state} that is given. The answer is the letter as it is then.
     */
    @POST
    @Path("{id}/replay")
    public byte[] replay(@PathParam("id") String idText, byte[] body) {
        var id = Wanted.id(idText);
        var by = signed.caller().user();
        var asked = Optional.ofNullable(body).filter(b -> b.length > 0).map(b -> new Fields(Json.object(b)));
        var edited = asked.flatMap(f -> f.optionalText("body")).map(b -> b.getBytes(StandardCharsets.UTF_8));
        var seen = asked.flatMap(f -> f.optionalText("state")).map(Wanted::state);
        var entry = Entry.of(Action.DEAD_LETTER_REPLAYED, subject(id));
        return recorded.doing(
                edited.map(e -> entry.with("edited", "true")).orElse(entry),
                () -> {
                    edited.ifPresentOrElse(other -> replay.edited(id, other, seen, by), () -> replay.one(id, seen, by));
                    return written(letters.known(id));
                },
                (done, letter) -> done);
    }

    /** Puts waiting letters on the road again: those with {@code ids}, those with a {@code reason}, or {@code all}. */
    @POST
    @Path("replay")
    public byte[] replay(byte[] body) {
        var asked = Json.object(body);
        var selection = selection(asked);
        var limit =
                new Fields(asked).optionalNumber("limit").map(String::valueOf).orElse(null);
        var most = Wanted.limit(limit, DEFAULT_REPLAYS, MOST_REPLAYS);
        var done = recorded.doing(
                entry(selection),
                () -> replay.some(selection, most, signed.caller().user()),
                (entry, d) -> entry.with("replayed", String.valueOf(d.replayed()))
                        .with("failed", String.valueOf(d.failed())));
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
        var letter = Wanted.id(id);
        var why = Wanted.note(given);
        recorded.doing(Action.DEAD_LETTER_DISCARDED, subject(letter), () -> {
            letters.discard(letter, why, signed.caller().user());
            return true;
        });
        queue.sweepSoon();
    }

    private static String subject(UUID letter) {
        return "dead_letter:" + letter;
    }

    // which they were is in their own rows: who settled them, and when
    private static Entry entry(Selection selection) {
        var entry = Entry.of(Action.DEAD_LETTER_REPLAYED, "dead_letter:*");
        var ids = selection
                .ids()
                .map(i -> entry.with("ids", String.valueOf(i.size())))
                .orElse(entry);
        return selection.reason().map(r -> ids.with("reason", r.wire())).orElse(ids);
    }

    private static byte[] written(DeadLetter letter) {
        return Json.bytes(g -> DeadLetterJson.write(g, letter));
    }
}
