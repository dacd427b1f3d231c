package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.recado.api.MembersResource;
import org.recado.api.Operators;
import org.recado.channel.Directory;
import org.recado.channel.Directory.Listed;
import org.recado.channel.Directory.Place;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Json;

/** All channels, whoever is in them: how large, how busy, and who is there. Never what is said. */
@Path("ops/channels")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class AllChannelsResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    @Inject
    Directory directory;

    /** What stirred last comes first; {@code before} is the {@code next} of the page before. */
    @GET
    public byte[] page(
            @QueryParam("prefix") String prefix,
            @QueryParam("before") String before,
            @QueryParam("limit") String limitText) {
        var limit = Wanted.limit(limitText, DEFAULT_LIMIT, LARGEST_LIMIT);
        var page = directory.page(
                Wanted.plain("prefix", Optional.ofNullable(prefix).orElse("")),
                Optional.ofNullable(before).map(AllChannelsResource::place),
                limit + 1);
        return page(page, limit, AllChannelsResource::write, one -> text(one.place()));
    }

    /** One channel. */
    @GET
    @Path("{id}")
    public byte[] one(@PathParam("id") String id) {
        var found = known(id);
        return Json.bytes(g -> write(g, found));
    }

    /** Its members by user id; {@code after} is the {@code next} of the page before. */
    @GET
    @Path("{id}/members")
    public byte[] members(
            @PathParam("id") String id, @QueryParam("after") String after, @QueryParam("limit") String limitText) {
        var limit = Wanted.limit(limitText, DEFAULT_LIMIT, LARGEST_LIMIT);
        var page = directory.members(known(id).id(), Optional.ofNullable(after).map(Wanted::user), limit + 1);
        return page(page, limit, MembersResource::write, m -> m.user().value());
    }

    private Listed known(String id) {
        return directory
                .find(Wanted.channel("id", id))
                .orElseThrow(() -> new Refused(Reason.UNKNOWN_CHANNEL, "no channel has this id"));
    }

    private interface Row<T> {
        void write(JsonGenerator g, T row);
    }

    private static <T> byte[] page(List<T> found, int limit, Row<T> row, Function<T, String> next) {
        Consumer<JsonGenerator> page = g -> {
            g.writeStartObject().writeStartArray("items");
            found.stream().limit(limit).forEach(one -> row.write(g, one));
            g.writeEnd();
            if (found.size() > limit) {
                g.write("next", next.apply(found.get(limit - 1)));
            } else {
                g.writeNull("next");
            }
            g.writeEnd();
        };
        return Json.bytes(page);
    }

    private static void write(JsonGenerator g, Listed one) {
        g.writeStartObject().write("id", one.id().value()).write("name", one.name());
        g.write("kind", one.kind().wire()).write("members", one.members()).write("last_seq", one.lastSeq());
        g.write("created_at", one.createdAt().toString());
        writeTime(g, "last_message_at", one.lastMessageAt());
        g.write("last_hour", one.lastHour());
        one.retentionDays()
                .ifPresentOrElse(days -> g.write("retention_days", days), () -> g.writeNull("retention_days"));
        writeTime(g, "archived_at", one.archivedAt());
        g.writeEnd();
    }

    private static void writeTime(JsonGenerator g, String name, Optional<Instant> time) {
        time.ifPresentOrElse(at -> g.write(name, at.toString()), () -> g.writeNull(name));
    }

    private static String text(Place place) {
        return place.active() + "," + place.channel();
    }

    private static Place place(String text) {
        var comma = text.indexOf(',');
        if (comma < 0) {
            throw Wanted.malformed("before: not the next of a page");
        }
        return new Place(
                Wanted.time("before", text.substring(0, comma)), Wanted.channel("before", text.substring(comma + 1)));
    }
}
