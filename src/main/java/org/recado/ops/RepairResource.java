package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Duration;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.command.Reason;
import org.recado.platform.QueueDepths;
import org.recado.platform.Topology;
import org.recado.posting.Pauses;
import org.recado.repair.Repair;
import org.recado.repair.Report;

/** MongoDB and PostgreSQL, restored from different moments, are brought to agreement. */
@Path("ops/repair")
@RequestScoped
@Operators
public class RepairResource {

    /** Longer than a batch that a core has decided waits for MongoDB. */
    private static final Duration REST = Duration.ofSeconds(10);

    @Inject
    Repair repair;

    @Inject
    Pauses pauses;

    @Inject
    Topology topology;

    @Inject
    QueueDepths queues;

    @Inject
    Recorded recorded;

    /** Says line by line what disagrees; with {@code apply} it mends that, which needs every partition at rest. */
    @POST
    public Response repair(@QueryParam("apply") boolean apply) {
        var entry = Entry.of(Action.STORES_REPAIRED, "stores").with("apply", String.valueOf(apply));
        var asked = recorded.doing(entry, () -> !apply || isAtRest(), (e, rested) -> e);
        // the request's own beans are gone when it is written
        var work = repair;
        return Response.ok((StreamingOutput) out -> work.run(apply && asked, new Report(out)))
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .build();
    }

    private boolean isAtRest() {
        Wanted.isTrue(
                pauses.haveRested(topology.partitions(), REST),
                Reason.CONFLICT,
                "every partition must have been paused for " + REST.toSeconds() + " s");
        var depths = queues.look();
        Wanted.isTrue(!depths.isEmpty(), Reason.UNAVAILABLE, "the broker cannot be asked who consumes");
        return Wanted.isTrue(
                depths.stream()
                        .filter(d ->
                                !d.name().equals(Topology.DEAD) && !d.name().equals(Topology.NOTIFICATIONS))
                        .allMatch(d -> d.consumers() == 0),
                Reason.CONFLICT,
                "a core still consumes");
    }
}
