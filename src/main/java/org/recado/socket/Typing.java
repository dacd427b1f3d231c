package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.recado.event.Event.MemberTyping;
import org.recado.event.PassingPublisher;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/** Tells every node that someone is typing; what is too much, or cannot be told now, is left out without a word. */
@ApplicationScoped
class Typing {

    private final TypingPace pace = new TypingPace();

    @Inject
    PassingPublisher publisher;

    void typed(UserId user, ChannelId channel) {
        var now = Instant.now();
        if (pace.passes(channel, user, now)) {
            publisher.offer(new MemberTyping(channel, user, now));
        }
    }
}
