package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.recado.channel.Access;
import org.recado.channel.Channel;
import org.recado.channel.Channels;
import org.recado.channel.Kind;
import org.recado.channel.Membership;
import org.recado.channel.Role;
import org.recado.command.Command;
import org.recado.command.Command.ArchiveChannel;
import org.recado.command.Command.RenameChannel;
import org.recado.command.Command.RetainMessages;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.event.Event;
import org.recado.event.EventPublisher;
import org.recado.event.Told;
import org.recado.id.ChannelId;
import org.recado.id.ChannelName;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** My channels, the public ones, and making new ones. */
@Path("channels")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class ChannelsResource {

    private static final int MOST_FIRST_MEMBERS = 1_000;
    private static final int MOST_IN_DIRECT = 8;

    @Inject
    Channels channels;

    @Inject
    Access access;

    @Inject
    EventPublisher events;

    @Inject
    Asked asked;

    @Inject
    Signed signed;

    /** The caller's channels by name, with how far the caller has read. */
    @GET
    public Response mine() {
        var mine = channels.of(signed.caller().user());
        return Response.ok(Json.bytes(g -> {
                    g.writeStartArray();
                    for (var m : mine) {
                        g.writeStartObject();
                        write(g, m.channel(), m.membership());
                        g.writeEnd();
                    }
                    g.writeEnd();
                }))
                .build();
    }

    /** The public channels the caller is not in. */
    @GET
    @Path("public")
    public Response toJoin() {
        var found = channels.publicOnesWithout(signed.caller().user());
        return Response.ok(Json.bytes(g -> {
                    g.writeStartArray();
                    for (var c : found) {
                        g.writeStartObject();
                        g.write("id", c.id().value()).write("name", c.name());
                        g.write("kind", c.kind().wire()).writeEnd();
                    }
                    g.writeEnd();
                }))
                .build();
    }

    /** One channel of the caller's, with its members. */
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String id) {
        var channel = Ids.channel(id);
        var membership = access.mayRead(signed.caller().user(), channel);
        var found = channels.find(channel).orElseThrow();
        var members = channels.members(channel);
        return Response.ok(Json.bytes(g -> {
                    g.writeStartObject();
                    write(g, found, membership);
                    g.writeStartArray("members");
                    members.forEach(m -> MembersResource.write(g, m));
                    g.writeEnd().writeEnd();
                }))
                .build();
    }

    /**
     * Makes a channel with its first members; the caller owns it, in a direct channel all do. The same people share one
     * direct channel: where it is there it is the answer.
     */
    @POST
    public Response create(byte[] body) {
        var object = Json.object(body);
        var fields = new Fields(object);
        var id = fields.optional("id", ChannelId::new)
                .orElseGet(() -> new ChannelId(UUID.randomUUID().toString()));
        var kind = fields.optionalText("kind")
                .map(k -> Kind.ofWire(k).orElseThrow(() -> fields.unfit("kind", "unknown")))
                .orElse(Kind.PRIVATE);
        var members = members(object, kind, fields);
        registerWhereOperator(members);
        var made = channels.create(new Channel(id, fields.of("name", ChannelName::new), kind, Instant.now()), members);
        if (made.isNew()) {
            events.await(events.publish(
                    members.keySet().stream()
                            .map(u -> Told.of(new Event.ChannelAdded(u, id)))
                            .toList(),
                    List.of()));
        }
        return answer(made);
    }

    private static Response answer(Channels.Made made) {
        var channel = made.channel();
        return (made.isNew() ? Response.created(URI.create("channels/" + channel.id())) : Response.ok())
                .entity(Json.bytes(g -> {
                    g.writeStartObject().write("id", channel.id().value());
                    g.write("name", channel.name()).write("kind", channel.kind().wire());
                    g.writeEnd();
                }))
                .build();
    }

    /**
     * Gives a channel another name, says how long its messages are kept, archives it or opens it again: as many of them as
     * are asked for, in this order.
     */
    @PATCH
    @Path("{id}")
    public CompletionStage<Response> change(@PathParam("id") String id, byte[] body) {
        var channel = Ids.channel(id);
        var by = signed.caller().user();
        var object = Json.object(body);
        var fields = new Fields(object);
        var changes = new ArrayList<Command>();
        fields.optional("name", ChannelName::new)
                .ifPresent(name -> changes.add(new RenameChannel(by, channel, Ids.newKey(), Instant.now(), name)));
        if (object.containsKey("retention_days")) {
            changes.add(new RetainMessages(by, channel, Ids.newKey(), Instant.now(), days(fields)));
        }
        fields.optionalFlag("archived")
                .ifPresent(to -> changes.add(new ArchiveChannel(by, channel, Ids.newKey(), Instant.now(), to)));
        if (changes.isEmpty()) {
            throw new Refused(Reason.MALFORMED, "none of name, retention_days and archived");
        }
        CompletionStage<?> done = CompletableFuture.completedFuture(null);
        for (var change : changes) {
            done = done.thenCompose(before -> asked.stored(change));
        }
        return done.thenApply(changed -> Response.noContent().build());
    }

    private static Optional<Integer> days(Fields fields) {
        var days = fields.optionalNumber("retention_days");
        if (days.filter(n -> n < 1 || n > RetainMessages.MOST).isPresent()) {
            throw fields.unfit("retention_days", "must be 1 to " + RetainMessages.MOST + ", or null");
        }
        return days.map(Long::intValue);
    }

    private Map<UserId, Role> members(JsonObject object, Kind kind, Fields fields) {
        var members = new LinkedHashMap<UserId, Role>();
        members.put(signed.caller().user(), Role.OWNER);
        var named = object.get("members");
        if (named instanceof JsonArray array && array.size() <= MOST_FIRST_MEMBERS) {
            for (var value : array) {
                members.putIfAbsent(user(value, fields), kind == Kind.DIRECT ? Role.OWNER : Role.MEMBER);
            }
        } else if (named != null) {
            throw fields.unfit("members", "must be an array of at most " + MOST_FIRST_MEMBERS + " user ids");
        }
        if (kind == Kind.DIRECT && (members.size() < 2 || members.size() > MOST_IN_DIRECT)) {
            throw new Refused(Reason.MALFORMED, "members: a direct channel is between 2 to " + MOST_IN_DIRECT);
        }
        return members;
    }

    private static UserId user(Object value, Fields fields) {
        try {
            return new UserId(((JsonString) value).getString());
        } catch (ClassCastException | IllegalArgumentException e) {
            throw fields.unfit("members", "not a user id");
        }
    }

    // an operator's word makes someone known: how another system's people get in
    private void registerWhereOperator(Map<UserId, Role> members) {
        if (signed.caller().isOperator()) {
            members.keySet().forEach(u -> channels.register(u, u.value()));
        }
    }

    static void write(JsonGenerator g, Channel channel, Membership mine) {
        g.write("id", channel.id().value());
        g.write("name", channel.name());
        g.write("kind", channel.kind().wire());
        g.write("role", mine.role().wire());
        g.write("archived", channel.isArchived());
        channel.retentionDays().ifPresent(days -> g.write("retention_days", days));
        g.write("created_at", channel.createdAt().toString());
        g.write("last_seq", channel.lastSeq());
        channel.lastMessageAt().ifPresent(at -> g.write("last_message_at", at.toString()));
        g.write("read_seq", mine.readSeq());
        g.write("unread", mine.unread(channel.lastSeq()));
    }
}
