package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.command.Reason;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Node;
import org.recado.platform.log.Levels;
import org.recado.platform.log.LoggerLevels;
import org.recado.platform.log.LoggerLevels.Known;

/** The levels at which this node logs; other nodes are asked by themselves. */
@Path("ops/logging")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class LoggingResource {

    private static final long DEFAULT_MINUTES = 30;
    private static final long MOST_MINUTES = 1_440;

    @Inject
    LoggerLevels levels;

    @Inject
    Node node;

    @Inject
    Recorded recorded;

    /** By name. */
    @GET
    public byte[] all() {
        var known = levels.all();
        return Json.bytes(g -> {
            g.writeStartObject().write("node", node.name()).writeStartArray("items");
            known.forEach(k -> {
                g.writeStartObject();
                write(g, k);
                g.writeEnd();
            });
            g.writeEnd().writeEnd();
        });
    }

    /** Sets one for some minutes; then it goes back by itself. */
    @PUT
    public byte[] set(byte[] body) {
        var fields = new Fields(Json.object(body));
        var logger = fields.text("logger");
        var level = Levels.named(fields.text("level"))
                .orElseThrow(() -> Wanted.malformed("level: all, trace, debug, info, warning, error or off"));
        var minutes = fields.optionalNumber("minutes").map(Number::longValue).orElse(DEFAULT_MINUTES);
        Wanted.isTrue(minutes >= 1 && minutes <= MOST_MINUTES, Reason.MALFORMED, "minutes: 1 to " + MOST_MINUTES);
        Wanted.isTrue(levels.has(logger), Reason.NOT_FOUND, "no such logger of Recado's");
        var entry = Entry.of(Action.LOG_LEVEL_CHANGED, "node:" + node.name())
                .to("logger:" + logger)
                .with("level", level.name())
                .with("minutes", String.valueOf(minutes));
        var known =
                recorded.doing(entry, () -> levels.set(logger, level, Duration.ofMinutes(minutes)), (done, k) -> done);
        return Json.bytes(g -> {
            g.writeStartObject().write("node", node.name());
            write(g, known);
            g.writeEnd();
        });
    }

    private static void write(JsonGenerator g, Known known) {
        g.write("logger", known.logger()).write("level", known.level().name());
        known.until().ifPresentOrElse(u -> g.write("until", u.toString()), () -> g.writeNull("until"));
    }
}
