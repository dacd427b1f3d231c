package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;

/** {@code user:<id>}: what concerns one user alone, on all of their connections. */
@ApplicationScoped
class UserTopic implements Topic {

    @Inject
    Unread unread;

    @Override
    public void admit(UserId user, TopicName name) {
        if (!user.value().equals(name.id())) {
            throw new Refused(Reason.NOT_A_MEMBER, "only one's own");
        }
    }

    @Override
    public Opening open(UserId user, TopicName name, JsonObject params) {
        unread.came(user);
        return new Opening(0, () -> false, FrameCodec::nothing);
    }

    @Override
    public void handle(Subscription subscription, Frame frame, JsonObject payload) {
        throw new Refused(Reason.MALFORMED, "event: unknown");
    }
}
