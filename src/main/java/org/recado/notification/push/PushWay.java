package org.recado.notification.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.channel.Kind;
import org.recado.notification.Parcel;
import org.recado.notification.Way;
import org.recado.platform.Outbound;

/** Tells a browser by its push service (RFC 8030), which keeps it for a day, and of a channel the newest only. */
@ApplicationScoped
public class PushWay implements Way {

    private static final String TTL_SECONDS = "86400";

    @Inject
    Vapid vapid;

    @Inject
    Outbound outbound;

    @Inject
    @ConfigProperty(name = "recado.push.show-text")
    boolean showText;

    @Override
    public Name name() {
        return Name.PUSH;
    }

    @Override
    public boolean isOn() {
        return vapid.isOn();
    }

    @Override
    public Answer send(List<Parcel> parcels) {
        var parcel = parcels.get(0);
        var keys = PushKeys.of(parcel.secret());
        var endpoint = URI.create(parcel.address());
        try {
            return answer(outbound.post(
                    endpoint, headers(endpoint, keys, parcel), keys.encrypt(PushBody.of(parcel, showText))));
        } catch (Outbound.Forbidden e) {
            return new Answer.Refused(e.getMessage());
        } catch (IOException e) {
            // the message may hold the address, which is as good as a password
            return new Answer.Later("no answer: " + e.getClass().getSimpleName(), Optional.empty());
        }
    }

    private Map<String, String> headers(URI endpoint, PushKeys keys, Parcel parcel) {
        return Map.of(
                "TTL",
                TTL_SECONDS,
                "Urgency",
                isUrgent(parcel) ? "high" : "normal",
                "Topic",
                keys.topic(parcel.channel()),
                "Content-Type",
                "application/octet-stream",
                "Content-Encoding",
                "aes128gcm",
                "Authorization",
                vapid.authorization(endpoint));
    }

    private static boolean isUrgent(Parcel parcel) {
        return parcel.channelKind() == Kind.DIRECT
                || parcel.notification().filter(Parcel.Notice::mention).isPresent();
    }

    private static Answer answer(Outbound.Reply reply) {
        var status = reply.status();
        var detail = Integer.toString(status);
        if (status / 100 == 2) {
            return new Answer.Sent(detail);
        } else if (status == 404 || status == 410) {
            return new Answer.Gone(detail);
        } else if (status == 408 || status == 429 || status >= 500) {
            return new Answer.Later(detail, reply.retryAfter());
        }
        return new Answer.Refused(detail);
    }
}
