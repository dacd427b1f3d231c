package org.recado.channel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.recado.id.UserId;

/** One name for a set of people, whatever their order. */
final class DirectKey {

    private DirectKey() {}

    static String of(Collection<UserId> people) {
        // no id has a space in it
        var all = people.stream().map(UserId::value).sorted().collect(Collectors.joining(" "));
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
