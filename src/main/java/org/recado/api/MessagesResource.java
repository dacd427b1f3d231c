package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.recado.channel.Access;
import org.recado.channel.Channels;
import org.recado.command.Command.CreateMessage;
import org.recado.command.CommandPublisher;
import org.recado.command.MessageText;
import org.recado.command.Reason;
import org.recado.command.ReceiptCodec;
import org.recado.command.Refused;
import org.recado.history.History;
import org.recado.history.Message;
import org.recado.history.MessageJson;
import org.recado.history.Page;
import org.recado.id.ChannelId;
import org.recado.id.ClientId;
import org.recado.limit.Counted;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.trace.TraceHeaders;

/** What was said in a channel, page by page, and saying something without a socket. */
@Path("channels/{id}/messages")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class MessagesResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    @Inject
    Access access;

    @Inject
    Channels channels;

    @Inject
    History history;

    @Inject
    Limits limits;

    @Inject
    MessageText text;

    @Inject
    CommandPublisher publisher;

    @Inject
    Asked asked;

    @Inject
    Signed signed;

    /** A page: newest first, before {@code before_seq} where it is given; oldest first after {@code after_seq}. */
    @GET
    public Response page(
            @PathParam("id") String id,
            @QueryParam("before_seq") String beforeSeq,
            @QueryParam("after_seq") String afterSeq,
            @QueryParam("limit") String limitText) {
        var channel = Ids.channel(id);
        var user = signed.caller().user();
        count(Limit.HISTORY_READS_PER_USER.of(user.value()));
        access.mayRead(user, channel);
        var before = number("before_seq", beforeSeq);
        var after = number("after_seq", afterSeq);
        if (before.isPresent() && after.isPresent()) {
            throw new Refused(Reason.MALFORMED, "before_seq and after_seq exclude each other");
        }
        var most = number("limit", limitText).orElse((long) DEFAULT_LIMIT);
        if (most < 1 || most > LARGEST_LIMIT) {
            throw new Refused(Reason.MALFORMED, "limit: 1 to " + LARGEST_LIMIT);
        }
        var upTo = channels.find(channel).orElseThrow().lastSeq();
        if (after.isPresent()) {
            var page = history.after(channel, after.get(), most.intValue(), upTo);
            return page(page, page.messages());
        }
        var page = history.before(channel, before.orElse(Long.MAX_VALUE), most.intValue(), upTo);
        var newestFirst = new ArrayList<>(page.messages());
        Collections.reverse(newestFirst);
        return page(page, newestFirst);
    }

    private static Response page(Page page, List<Message> messages) {
        return Response.ok(Json.bytes(g -> {
                    g.writeStartObject().writeStartArray("messages");
                    for (var message : messages) {
                        g.writeStartObject();
                        MessageJson.write(g, message);
                        g.writeEnd();
                    }
                    g.writeEnd().write("more", page.more());
                    if (page.more()) {
                        g.write("next_seq", page.nextSeq());
                    }
                    g.writeEnd();
                }))
                .build();
    }

    private static Optional<Long> number(String name, String value) {
        try {
            return Optional.ofNullable(value).map(Long::parseLong);
        } catch (NumberFormatException e) {
            throw new Refused(Reason.MALFORMED, name + ": must be a whole number");
        }
    }

    /** Says something: 202 once the broker has it, with {@code wait=stored} 201 once it has its place. */
    @POST
    @SuppressWarnings("try")
    public CompletionStage<Response> say(
            @PathParam("id") String id, @QueryParam("wait") String wait, @Context HttpHeaders headers, byte[] body) {
        var channel = Ids.channel(id);
        var user = signed.caller().user();
        var fields = new Fields(Json.object(body));
        var said = fields.text("message");
        var key = fields.optional("client_id", ClientId::new)
                .orElseGet(() -> new ClientId(UUID.randomUUID().toString()));
        text.check(said);
        access.mayWrite(user, channel);
        count(Limit.MESSAGES_PER_USER.of(user.value()), Limit.MESSAGES_PER_CHANNEL.of(user.value(), channel.value()));
        var command = new CreateMessage(user, channel, Optional.of(key), Instant.now(), said);
        try (var scope = TraceHeaders.of(headers::getHeaderString).makeCurrent()) {
            return "stored".equals(wait) ? stored(command) : accepted(command, channel, key);
        }
    }

    private void count(Counted... all) {
        limits.check(all).ifPresent(wait -> {
            throw Refused.rateLimited(wait);
        });
    }

    private CompletionStage<Response> stored(CreateMessage command) {
        return asked.stored(command)
                .thenApply(receipt -> Response.status(201)
                        .entity(ReceiptCodec.encode(receipt))
                        .build());
    }

    private CompletionStage<Response> accepted(CreateMessage command, ChannelId channel, ClientId key) {
        return publisher
                .publish(command, Optional.empty())
                .thenApply(confirmed -> Response.accepted(Json.bytes(g -> {
                            g.writeStartObject().write("state", "accepted");
                            g.write("client_id", key.value()).write("channel_id", channel.value());
                            g.writeEnd();
                        }))
                        .build());
    }
}
