package org.recado.notification;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.recado.platform.Outbound;

/** Tells programs, by a signed request each; its id is the same at every attempt, so that a repeat shows. */
@ApplicationScoped
class WebhookWay implements Way {

    private static final int GONE = 410;
    private static final int LOOP_DETECTED = 508;

    @Inject
    Webhooks webhooks;

    @Inject
    Outbound outbound;

    @Override
    public Name name() {
        return Name.WEBHOOK;
    }

    @Override
    public boolean isOn() {
        return webhooks.isOn();
    }

    @Override
    public Answer send(List<Parcel> parcels) {
        var parcel = parcels.get(0);
        return parcel.notification()
                .map(notice -> post(parcel, "ntf_", WebhookBody.of(parcel, notice)))
                .or(() -> parcel.last().map(message -> post(parcel, "msg_", WebhookBody.of(message))))
                .orElseGet(() -> new Answer.Later("the message is not to be had just now", Optional.empty()));
    }

    private Answer post(Parcel parcel, String kind, byte[] body) {
        try {
            return answer(outbound.post(URI.create(parcel.address()), headers(parcel, kind + parcel.id(), body), body));
        } catch (Outbound.Forbidden e) {
            return new Answer.Refused("the address " + e.getMessage());
        } catch (IOException e) {
            return new Answer.Later(why(e), Optional.empty());
        }
    }

    private static Map<String, String> headers(Parcel parcel, String id, byte[] body) {
        var at = Instant.now().getEpochSecond();
        return Map.of(
                "Content-Type",
                "application/json",
                "User-Agent",
                "Recado",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(at),
                "webhook-signature",
                new WebhookSecret(parcel.secret()).signature(id, at, body));
    }

    // what is broken is often put right within a day, so hardly any status is for good
    private static Answer answer(Outbound.Reply reply) {
        var status = Integer.toString(reply.status());
        if (reply.status() / 100 == 2) {
            return new Answer.Sent(status);
        } else if (reply.status() / 100 == 3) {
            return new Answer.Refused(status + ": redirects are not followed");
        } else if (reply.status() == GONE) {
            return new Answer.Gone(status);
        } else if (reply.status() == LOOP_DETECTED) {
            return new Answer.Refused(status + ": it leads back to us");
        }
        return new Answer.Later(status, reply.retryAfter());
    }

    // the exception's own words may hold the address
    private static String why(IOException e) {
        if (e instanceof InterruptedIOException) {
            return "no answer in time";
        } else if (e instanceof UnknownHostException) {
            return "no such host";
        } else if (e instanceof SSLException) {
            return "no TLS that is trusted";
        }
        return e instanceof ConnectException ? "no connection" : "no answer";
    }
}
