package org.recado.socket;

/** What brings the events of a topic to this node. */
public interface Shards {

    /**
     * Returns when every event of the topic that is published from now on will come; each call is undone by one
     * {@link #unfollow}.
     *
     * @throws org.recado.command.Refused {@code unavailable} where the broker is away
     */
    void follow(TopicName topic);

    /** One listener less. */
    void unfollow(TopicName topic);
}
