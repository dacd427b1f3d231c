package org.recado.notification;

import jakarta.persistence.Query;
import java.util.Optional;

/**
 * Some of the members of a batch's channels, in the order of channel and user: a crowd is planned for in parts.
 *
 * @param to the last of them; empty where nobody comes after
 */
record Span(Place after, Optional<Place> to) {

    /** What narrows memberships {@code m} to it. */
    static final String WITHIN = " and (m.channel_id, m.user_id) > (:afterChannel, :afterUser)"
            + " and (:isLast = true or (m.channel_id, m.user_id) <= (:toChannel, :toUser))";

    record Place(String channel, String user) {
        static final Place START = new Place("", "");
    }

    Query in(Query query) {
        var last = to.orElse(Place.START);
        return query.setParameter("afterChannel", after.channel())
                .setParameter("afterUser", after.user())
                .setParameter("isLast", to.isEmpty())
                .setParameter("toChannel", last.channel())
                .setParameter("toUser", last.user());
    }
}
