package org.recado.api;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.recado.notification.Address;
import org.recado.platform.Fields;
import org.recado.platform.Json;
import org.recado.platform.Outbound;

/** A webhook that is asked for, and the one answer that shows its secret. */
record WebhookWish(URI url, String label) {

    private static final int LONGEST_LABEL = 200;

    static WebhookWish of(byte[] body, Outbound outbound) {
        var fields = new Fields(Json.object(body));
        return new WebhookWish(url(fields, outbound), label(fields));
    }

    private static URI url(Fields fields, Outbound outbound) {
        try {
            return outbound.parse(fields.text("url"));
        } catch (IllegalArgumentException e) {
            throw fields.unfit("url", e.getMessage());
        }
    }

    private static String label(Fields fields) {
        var label = fields.optionalText("label").map(String::strip).orElse("");
        if (label.codePointCount(0, label.length()) > LONGEST_LABEL
                || !label.codePoints().allMatch(WebhookWish::isOfLabel)) {
            throw fields.unfit("label", "at most " + LONGEST_LABEL + " characters, none of them a control character");
        }
        return label;
    }

    // half a pair is no character either
    private static boolean isOfLabel(int c) {
        return !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE;
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
