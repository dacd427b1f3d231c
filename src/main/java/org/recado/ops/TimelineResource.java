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
import java.util.Optional;
import org.recado.api.Operators;
import org.recado.id.ChannelId;
import org.recado.ops.Traced.Step;
import org.recado.platform.Json;

/** The way of one message. */
@Path("ops/messages")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class TimelineResource {

    @Inject
    Timelines timelines;

    /** By a message's id, a client id or an AMQP message id. */
    @GET
    @Path("{id}/timeline")
    public byte[] timeline(
            @PathParam("id") String id, @QueryParam("channel") String channel, @QueryParam("sender") String sender) {
        var found = timelines.find(
                Wanted.plain("id", id),
                Optional.ofNullable(channel).map(TimelineResource::channel),
                Optional.ofNullable(sender).map(Wanted::user));
        return Json.bytes(g -> {
            g.writeStartObject();
            found.message().ifPresentOrElse(m -> write(g, m), () -> g.writeNull("id"));
            g.write("whole", found.isWhole()).writeStartArray("steps");
            found.steps().forEach(step -> write(g, step));
            g.writeEnd().writeEnd();
        });
    }

    private static ChannelId channel(String text) {
        try {
            return new ChannelId(text);
        } catch (IllegalArgumentException e) {
            throw Wanted.malformed("channel: wrong shape");
        }
    }

    private static void write(JsonGenerator g, Traced m) {
        g.write("id", m.id().toString());
        g.write("channel_id", m.channel().value()).write("seq", m.seq());
        g.write("sender_id", m.sender().value());
        writeOr(g, "client_id", m.clientId());
        g.write("stored_at", m.stored().toString());
    }

    private static void write(JsonGenerator g, Step step) {
        g.writeStartObject().write("step", step.name());
        g.write("state", step.isDone() ? "done" : "missing");
        writeOr(g, "at", step.at().map(Instant::toString));
        writeOr(g, "node", step.node());
        writeOr(g, "proof", step.proof());
        step.count().ifPresent(many -> g.write("count", many));
        step.detail().ifPresent(text -> g.write("detail", text));
        g.writeEnd();
    }

    private static void writeOr(JsonGenerator g, String name, Optional<String> value) {
        value.ifPresentOrElse(v -> g.write(name, v), () -> g.writeNull(name));
    }
}
