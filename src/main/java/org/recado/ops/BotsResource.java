package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.api.Signed;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.auth.ApiKey;
import org.recado.auth.ApiKeys;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.PersonName;
import org.recado.id.UserId;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** Bots and their API keys. A key itself is shown once, where it is made. */
@Path("ops/bots")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
@Operators
public class BotsResource {

    @Inject
    ApiKeys keys;

    @Inject
    Signed signed;

    @Inject
    Recorded recorded;

    /** All bots by id. */
    @GET
    public byte[] all() {
        var bots = keys.bots();
        return Json.bytes(g -> BotJson.writeList(g, bots, BotJson::write));
    }

    /** Makes a bot: someone who can be in channels, whom nobody signs in as. */
    @POST
    public Response make(byte[] body) {
        var by = person();
        var fields = new Fields(Json.object(body));
        var id = fields.of("id", UserId::new);
        var name = fields.of("name", PersonName::new);
        recorded.doing(
                Action.BOT_CREATED,
                Entry.user(id),
                () -> Wanted.isTrue(keys.makeBot(id, name, by), Reason.CONFLICT, "the id is taken"));
        return Response.status(201)
                .entity(Json.bytes(g -> {
                    g.writeStartObject().write("id", id.value());
                    g.write("name", name.value()).writeEnd();
                }))
                .build();
    }

    /** Makes a key; the answer is the only place where it can be read. */
    @POST
    @Path("{id}/keys")
    public Response makeKey(@PathParam("id") String id, byte[] body) {
        var by = person();
        var bot = Wanted.user(id);
        var wish = wish(bot, body);
        var made = recorded.doing(
                Entry.of(Action.KEY_CREATED, Entry.user(bot)).with("scopes", wish.scopeNames()),
                () -> keys.make(wish, by).orElseThrow(BotsResource::noBot),
                (entry, key) -> entry.with("key", key.key().id()));
        return Response.status(201)
                .entity(Json.bytes(g -> BotJson.write(g, made)))
                .header("Cache-Control", "no-store")
                .build();
    }

    private static ApiKey.Wish wish(UserId bot, byte[] body) {
        var asked = Json.object(body);
        var fields = new Fields(asked);
        var expiresAt = fields.optionalTime("expires_at");
        if (expiresAt.filter(at -> !at.isAfter(Instant.now())).isPresent()) {
            throw fields.unfit("expires_at", "must be in the future");
        }
        return new ApiKey.Wish(bot, fields.of("name", PersonName::new), Wanted.scopes(asked.get("scopes")), expiresAt);
    }

    /** A bot's keys, the newest first, without what would let anyone use them. */
    @GET
    @Path("{id}/keys")
    public byte[] ofBot(@PathParam("id") String id) {
        var bot = Wanted.user(id);
        if (!keys.isBot(bot)) {
            throw noBot();
        }
        var all = keys.of(bot);
        return Json.bytes(g -> BotJson.writeList(g, all, BotJson::write));
    }

    /** Ends a key for good; every node knows within seconds. */
    @DELETE
    @Path("{id}/keys/{key_id}")
    public void revoke(@PathParam("id") String id, @PathParam("key_id") String keyId) {
        var bot = Wanted.user(id);
        var key = Wanted.plain("key_id", keyId);
        recorded.doing(
                Entry.of(Action.KEY_REVOKED, Entry.user(bot)),
                () -> Wanted.isTrue(keys.revoke(bot, key), Reason.NOT_FOUND, "the bot has no such key"),
                (entry, done) -> entry.with("key", key));
    }

    // a key that has leaked must not be able to make others, which nobody would think of revoking
    private UserId person() {
        if (signed.caller().key().isPresent()) {
            throw new Refused(Reason.FORBIDDEN, "a key makes neither bots nor keys");
        }
        return signed.caller().user();
    }

    private static Refused noBot() {
        return new Refused(Reason.UNKNOWN_USER, "no such bot");
    }
}
