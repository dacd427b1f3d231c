package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.recado.api.Operators;
import org.recado.socket.Drain;

/** Sends this node's clients away before it is stopped, while REST and health still answer. */
@Path("ops/drain")
@RequestScoped
@Operators
public class DrainResource {

    @Inject
    Drain drain;

    /** Answers when nobody is connected any more; from then on the node takes nobody until it is started again. */
    @POST
    public void run() throws InterruptedException {
        drain.run();
    }
}
