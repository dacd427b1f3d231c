package org.recado.api;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.recado.notification.Address;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Outbound;

/** A webhook that is asked for, and the one answer that shows its secret. */
record WebhookWish(URI url, String label) {

    static WebhookWish of(byte[] body, Outbound outbound) {
        var fields = new Fields(Json.object(body));
        return new WebhookWish(url(fields, outbound), AddressLabel.of(fields, ""));
    }

    private static URI url(Fields fields, Outbound outbound) {
        try {
            return outbound.parse(fields.text("url"));
        } catch (IllegalArgumentException e) {
            throw fields.unfit("url", e.getMessage());
        }
    }

    static Response answer(Address made) {
        return Response.status(Response.Status.CREATED)
                .entity(Json.bytes(g -> {
                    g.writeStartObject().write("id", made.id().toString());
                    g.write("secret", made.secret()).writeEnd();
                }))
                .header("Cache-Control", "no-store")
                .build();
    }
}
