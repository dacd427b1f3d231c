package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.util.List;
import org.recado.api.Operators;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Json;
import org.recado.platform.Nodes;

/** The nodes that were up within a day. */
@Path("ops/nodes")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class NodesResource {

    @Inject
    Nodes nodes;

    /** By name. */
    @GET
    public byte[] all() {
        var known = known();
        return Json.bytes(g -> {
            g.writeStartObject().writeStartArray("items");
            for (var one : known) {
                g.writeStartObject().write("node", one.name()).writeStartArray("roles");
                one.roles().forEach(g::write);
                g.writeEnd().write("state", one.isUp() ? "up" : "missed");
                g.write("started_at", one.startedAt().toString())
                        .write("seen_at", one.seenAt().toString())
                        .writeEnd();
            }
            g.writeEnd().writeNull("next").writeEnd();
        });
    }

    private List<Nodes.Known> known() {
        try {
            return nodes.known();
        } catch (SQLException e) {
            throw new Refused(Reason.UNAVAILABLE, "PostgreSQL does not answer");
        }
    }
}
