package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.recado.api.Operators;
import org.recado.platform.Json;

/** What flows through this node just now: the ops page asks every other second. */
@Path("ops/flow")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class FlowResource {

    @Inject
    Flow flow;

    /** Counters only grow, so whoever asks twice has the rates. */
    @GET
    public byte[] now() {
        return Json.bytes(flow::write);
    }
}
