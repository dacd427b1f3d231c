package org.recado.socket;

import org.recado.id.ChannelId;
import org.recado.id.UserId;

/**
 * The two halves of a topic's name, such as {@code channel:456}.
 *
 * @param kind {@code channel} or {@code user}, where it is one of ours
 */
public record TopicName(String kind, String id) {

    static final String CHANNEL = "channel";
    static final String USER = "user";

    public static TopicName of(ChannelId channel) {
        return new TopicName(CHANNEL, channel.value());
    }

    public static TopicName of(UserId user) {
        return new TopicName(USER, user.value());
    }

    static TopicName parse(String topic) {
        var colon = topic.indexOf(':');
        return colon < 0
                ? new TopicName(topic, "")
                : new TopicName(topic.substring(0, colon), topic.substring(colon + 1));
    }

    /** The channel of a {@code channel} topic; an {@link IllegalArgumentException} where the id has no shape of one. */
    public ChannelId channel() {
        return new ChannelId(id);
    }

    /** Whether this is the topic of a channel. */
    public boolean isChannel() {
        return kind.equals(CHANNEL);
    }

    @Override
    public String toString() {
        return kind + ":" + id;
    }
}
