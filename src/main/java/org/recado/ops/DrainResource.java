package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.audit.Action;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.platform.Node;
import org.recado.socket.Drain;

/** Sends this node's clients away before it is stopped, while REST and health still answer. */
@Path("ops/drain")
@RequestScoped
@Operators
public class DrainResource {

    @Inject
    Drain drain;

    @Inject
    Node node;

    @Inject
    Recorded recorded;

    /** Answers when nobody is connected any more; from then on the node takes nobody until it is started again. */
    @POST
    public void run() {
        recorded.doing(Action.NODE_DRAINED, "node:" + node.name(), this::drained);
    }

    private boolean drained() {
        try {
            drain.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Reason.UNAVAILABLE, "the server stopped the drain");
        }
    }
}
