package org.recado.auth;

import java.time.Duration;
import org.recado.id.UserId;

/** What became of someone's saying their password. */
public sealed interface Attempt {

    /**
     * It is right: whoever holds this may do as this user.
     *
     * @param hash what it was compared with, so that a password changed meanwhile is noticed
     */
    record Right(UserId user, String hash) implements Attempt {}

    /** It is wrong, or there is no such user. */
    record Wrong() implements Attempt {}

    /** It was not looked at: there were too many wrong ones. */
    record Later(Duration retryAfter) implements Attempt {}
}
