package org.recado.socket;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * The order in which a topic is joined, which is what makes a join complete: the live events are held back from before
 * the history is read, so that what happens meanwhile is either in the answer or right behind it.
 */
@ApplicationScoped
public class Joins {

    @Inject
    Connections connections;

    @Inject
    Shards shards;

    @Inject
    Attendance attendance;

    /** Joins and answers, or throws and leaves nothing behind. */
    void join(Subscription s, Frame frame, JsonObject params) {
        var name = TopicName.parse(s.topic());
        s.kind().admit(s.user(), name);
        shards.follow(name);
        s.connection().add(s);
        connections.add(name, s);
        var opened = false;
        try {
            // the right may have ended before its events were followed
            s.kind().admit(s.user(), name);
            var opening = s.kind().open(s.user(), name, params);
            var stays = s.open(
                    opening.lastSeq(), FrameCodec.reply(s.joinRef(), frame.ref(), s.topic(), "ok", opening.response()));
            opened = true;
            if (stays) {
                begin(s, name, opening);
            } else {
                leave(s);
                s.tellEnd();
            }
        } finally {
            if (!opened) {
                leave(s);
            }
        }
    }

    private void begin(Subscription s, TopicName name, Topic.Opening opening) {
        if (opening.isLost().getAsBoolean()) {
            s.lose();
        }
        if (name.isChannel()) {
            attendance.joined(s);
        }
    }

    /** Ends a join that {@link #join} made; a second time changes nothing. */
    void leave(Subscription s) {
        s.end();
        if (s.connection().joined(s.topic()).filter(current -> current == s).isPresent()) {
            var name = TopicName.parse(s.topic());
            s.connection().remove(s);
            connections.remove(name, s);
            shards.unfollow(name);
            attendance.left(s);
        }
    }

    /** Ends what this user has joined of the channel: since {@code seq} they may no longer read it. */
    public void expel(UserId user, ChannelId channel, long seq) {
        for (var s : connections.of(TopicName.of(channel))) {
            if (s.user().equals(user) && s.expelled(seq)) {
                s.tellEnd();
                s.connection().turns().add(() -> leave(s));
            }
        }
    }
}
