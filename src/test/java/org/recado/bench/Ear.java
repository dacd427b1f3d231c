package org.recado.bench;

/** What a measurement wants to hear of the clients of a {@link Herd}; called by the herd's one thread. */
interface Ear {

    /** The client has joined its channel and has everything up to its cursor. */
    default void joined(HerdClient client) {}

    /** A message has come live. */
    default void message(HerdClient client, String sender, String clientId) {}

    /** The connection is gone, or was not to be had. */
    default void broken(HerdClient client, String why) {
        throw new IllegalStateException(client.user() + " lost its connection: " + why);
    }
}
