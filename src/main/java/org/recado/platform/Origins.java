package org.recado.platform;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whose pages may ask: the server's own, and those of the origins that are listed. There is no "all of them". */
public record Origins(List<String> listed) {

    private static final String ALL = "*";

    /** @param list comma separated; a {@code *} is an {@link IllegalArgumentException} */
    public static Origins of(String list) {
        var origins = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(o -> !o.isEmpty())
                .toList();
        if (origins.contains(ALL)) {
            throw new IllegalArgumentException("* is no origin: name those that may ask");
        }
        return new Origins(origins);
    }

    /** Whether a page of this origin may ask this host; what is no browser sends no origin. */
    public boolean mayAsk(Optional<String> origin, String host) {
        return origin.isEmpty() || isOwn(origin.get(), host) || has(origin.get());
    }

    /** Whether it is one of the listed. */
    public boolean has(String origin) {
        return listed.stream().anyMatch(origin::equalsIgnoreCase);
    }

    private static boolean isOwn(String origin, String host) {
        return hostOf(origin)
                .filter(h -> hostOf("http://" + host).equals(Optional.of(h)))
                .isPresent();
    }

    private static Optional<String> hostOf(String uri) {
        try {
            return Optional.ofNullable(URI.create(uri).getHost()).map(h -> h.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
