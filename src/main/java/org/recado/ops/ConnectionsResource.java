package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.auth.Sessions;
import org.recado.channel.Channels;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.ops.EdgeNodes.Answers;
import org.recado.platform.Json;
import org.recado.socket.Inquiry;
import org.recado.socket.Sighting;

/** Where someone is connected just now, on whichever node, and how that is ended. */
@Path("ops/people/{id}/connections")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class ConnectionsResource {

    @Inject
    EdgeNodes nodes;

    @Inject
    Channels channels;

    @Inject
    Sessions sessions;

    @Inject
    Recorded recorded;

    /** By node; {@code count} of all, of which a node describes the newest hundred. */
    @GET
    public byte[] all(@PathParam("id") String id) {
        var said = nodes.ask(new Inquiry(known(id), Optional.empty(), false));
        return Json.bytes(g -> {
            g.writeStartObject().writeStartArray("items");
            said.answers().forEach(node -> node.sightings().forEach(one -> write(g, node.node(), one)));
            g.writeEnd().writeNull("next").write("count", said.count());
            writeSilent(g, said);
            g.writeEnd();
        });
    }

    /** Closes all of them; {@code sign_out} ends the user's sessions first, else the clients come back by themselves. */
    @DELETE
    public byte[] closeAll(
            @PathParam("id") String id, @QueryParam("sign_out") @DefaultValue("false") boolean isSignedOut) {
        var user = known(id);
        return closed(user, entry(user, isSignedOut), () -> {
            var inquiry = new Inquiry(user, Optional.empty(), false);
            if (!isSignedOut) {
                return nodes.ask(inquiry.toClose());
            }
            var seen = nodes.ask(inquiry);
            sessions.endAll(user);
            return closed(inquiry, seen);
        });
    }

    /** Closes one; {@code sign_out} ends its session first. */
    @DELETE
    @Path("{connection}")
    public byte[] close(
            @PathParam("id") String id,
            @PathParam("connection") String connection,
            @QueryParam("sign_out") @DefaultValue("false") boolean isSignedOut) {
        var user = known(id);
        var one = Wanted.id(connection).toString();
        var entry = entry(user, isSignedOut).with("connection", one);
        return closed(user, entry, () -> {
            var inquiry = new Inquiry(user, Optional.of(one), false);
            if (!isSignedOut) {
                return there(nodes.ask(inquiry.toClose()));
            }
            var seen = there(nodes.ask(inquiry));
            sessions.end(user, session(seen));
            return closed(inquiry, seen);
        });
    }

    // the end of a session closes what it has by itself, here at once and elsewhere in a while
    private Answers closed(Inquiry inquiry, Answers seen) {
        nodes.ask(inquiry.toClose());
        return seen;
    }

    private byte[] closed(UserId user, Entry entry, Supplier<Answers> work) {
        var said = recorded.doing(entry, work, (e, answers) -> e.with("closed", Long.toString(answers.count())));
        return Json.bytes(g -> {
            g.writeStartObject().write("user_id", user.value()).write("closed", said.count());
            writeSilent(g, said);
            g.writeEnd();
        });
    }

    private static Entry entry(UserId user, boolean isSignedOut) {
        var entry = Entry.of(Action.CONNECTIONS_CLOSED, Entry.user(user));
        return isSignedOut ? entry.with("signed_out", "true") : entry;
    }

    // who did not answer may be the one that has it
    private static Answers there(Answers answers) {
        if (answers.count() > 0) {
            return answers;
        }
        throw answers.silent().isEmpty()
                ? new Refused(Reason.NOT_FOUND, "they have no such connection")
                : new Refused(Reason.UNAVAILABLE, "nodes did not answer: " + String.join(", ", answers.silent()));
    }

    private static UUID session(Answers answers) {
        return answers.answers().stream()
                .flatMap(node -> node.sightings().stream())
                .flatMap(one -> one.session().stream())
                .findFirst()
                .orElseThrow(() -> new Refused(
                        Reason.CONFLICT, "it has no session of ours: revoke the bot's key, or sign out at the issuer"));
    }

    private UserId known(String id) {
        var user = Wanted.user(id);
        Wanted.isTrue(channels.person(user).isPresent(), Reason.UNKNOWN_USER, "nobody has this id");
        return user;
    }

    private static void write(JsonGenerator g, String node, Sighting one) {
        g.writeStartObject().write("connection", one.connection()).write("node", node);
        g.write("transport", one.transport().wire()).write("since", one.since().toString());
        g.write("address", one.address()).writeStartArray("topics");
        one.topics().forEach(g::write);
        g.writeEnd().write("received", one.received()).write("sent", one.sent());
        g.write("has_session", one.session().isPresent()).writeEnd();
    }

    private static void writeSilent(JsonGenerator g, Answers said) {
        g.writeStartArray("silent");
        said.silent().forEach(g::write);
        g.writeEnd();
    }
}
