package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.notification.Level;
import org.recado.notification.Preference;
import org.recado.notification.Preferences;
import org.recado.notification.Profile;
import org.recado.notification.Quiet;
import org.recado.platform.Fields;
import org.recado.platform.Json;

/** What the caller wants to be told, where they have said nothing else of a channel. */
@Path("me/notification-preferences")
@Produces(MediaType.APPLICATION_JSON)
@RequestScoped
public class PreferencesResource {

    @Inject
    Preferences preferences;

    @Inject
    Signed signed;

    @Inject
    @ConfigProperty(name = "recado.notification.default-level")
    String defaultLevel;

    /** All of it, those of single channels too. */
    @GET
    public byte[] mine() {
        var user = signed.caller().user();
        var profile = preferences.profile(user);
        var channels = preferences.of(user);
        return Json.bytes(g -> {
            g.writeStartObject();
            write(g, profile.level());
            profile.quiet().ifPresentOrElse(q -> write(g, q), () -> g.writeNull("quiet"));
            g.write("while_online", profile.whileOnline()).write("default_level", defaultLevel);
            g.writeStartArray("channels");
            for (var preference : channels) {
                g.writeStartObject();
                write(g, preference);
                g.writeEnd();
            }
            g.writeEnd().writeEnd();
        });
    }

    /** Takes the place of what was wanted before; what is absent is as the installation says. */
    @PUT
    public void put(byte[] body) {
        var object = Json.object(body);
        var fields = new Fields(object);
        preferences.put(new Profile(
                signed.caller().user(),
                level(fields),
                quiet(object, fields),
                fields.optionalFlag("while_online").orElse(false)));
    }

    static Optional<Level> level(Fields fields) {
        return fields.optional("level", wire -> Level.ofWire(wire).orElseThrow(IllegalArgumentException::new));
    }

    private static Optional<Quiet> quiet(JsonObject object, Fields fields) {
        var value = object.get("quiet");
        if (value == null || value == JsonValue.NULL) {
            return Optional.empty();
        }
        if (!(value instanceof JsonObject quiet)) {
            throw fields.unfit("quiet", "must be an object");
        }
        var of = new Fields(quiet);
        return Optional.of(new Quiet(
                of.of("from", LocalTime::parse),
                of.of("to", LocalTime::parse),
                of.of("zone", PreferencesResource::zone)));
    }

    // a place, whose clocks the server knows to change; an offset alone is none
    private static ZoneId zone(String id) {
        if (!ZoneId.getAvailableZoneIds().contains(id)) {
            throw new IllegalArgumentException("no such zone");
        }
        return ZoneId.of(id);
    }

    private static void write(JsonGenerator g, Quiet quiet) {
        g.writeStartObject("quiet").write("from", quiet.from().toString());
        g.write("to", quiet.to().toString()).write("zone", quiet.zone().getId()).writeEnd();
    }

    private static void write(JsonGenerator g, Optional<Level> level) {
        level.ifPresentOrElse(l -> g.write("level", l.wire()), () -> g.writeNull("level"));
    }

    static void write(JsonGenerator g, Preference preference) {
        g.write("channel_id", preference.channel().value());
        write(g, preference.level());
        preference
                .mutedUntil()
                .ifPresentOrElse(until -> g.write("muted_until", until.toString()), () -> g.writeNull("muted_until"));
    }
}
