package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.api.Signed;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.command.Reason;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.QueueDepths;
import org.recado.platform.QueueDepths.Depth;
import org.recado.platform.Topology;
import org.recado.posting.Pauses;
import org.recado.posting.Pauses.Pause;

/** The partitions of the commands: what waits in each, and whether it is consumed. */
@Path("ops/partitions")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class PartitionsResource {

    @Inject
    Topology topology;

    @Inject
    QueueDepths queues;

    @Inject
    Pauses pauses;

    @Inject
    Recorded recorded;

    @Inject
    Signed signed;

    /** By number; how much waits is absent while the broker cannot be asked. */
    @GET
    public byte[] all() {
        Map<String, Depth> depths = queues.look().stream().collect(Collectors.toMap(Depth::name, Function.identity()));
        var paused = pauses.all().stream().collect(Collectors.toMap(Pause::partition, Function.identity()));
        return Json.bytes(g -> {
            g.writeStartObject().writeStartArray("items");
            for (var n = 0; n < topology.partitions(); n++) {
                g.writeStartObject().write("partition", n).write("queue", Topology.partition(n));
                Optional.ofNullable(depths.get(Topology.partition(n)))
                        .ifPresent(d -> g.write("messages", d.messages()).write("consumers", d.consumers()));
                Optional.ofNullable(paused.get(n)).ifPresentOrElse(p -> write(g, p), () -> g.writeNull("paused"));
                g.writeEnd();
            }
            g.writeEnd().writeNull("next").writeEnd();
        });
    }

    private static void write(JsonGenerator g, Pause pause) {
        g.writeStartObject("paused").write("since", pause.since().toString());
        g.write("by", pause.by().value()).write("note", pause.note()).writeEnd();
    }

    /** No core takes any more commands from it, within seconds; the note says why. */
    @POST
    @Path("{n}/pause")
    public void pause(@PathParam("n") String n, byte[] body) {
        var partition = partition(n);
        var note = Wanted.note(new Fields(Json.object(body)).optionalText("note"));
        recorded.doing(
                Entry.of(Action.PARTITION_PAUSED, "partition:" + partition).with("note", note),
                () -> {
                    pauses.pause(partition, signed.caller().user(), note);
                    return partition;
                },
                (entry, done) -> entry);
    }

    /** Its cores go on with what waits, in order. */
    @POST
    @Path("{n}/resume")
    public void resume(@PathParam("n") String n) {
        var partition = partition(n);
        recorded.doing(Action.PARTITION_RESUMED, "partition:" + partition, () -> {
            pauses.resume(partition);
            return partition;
        });
    }

    private int partition(String text) {
        var isThere = text.matches("\\d{1,4}") && Integer.parseInt(text) < topology.partitions();
        Wanted.isTrue(isThere, Reason.NOT_FOUND, "no such partition");
        return Integer.parseInt(text);
    }
}
