package org.recado.platform;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Set;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * {@code recado.redis.uri}: the URI of a Redis, or of some nodes of a Redis Cluster, comma separated. Who connects is what
 * the first says; the others may be just {@code host:port}.
 *
 * @param first the URI that says all
 * @param addresses all of them, the first one's too
 */
record RedisAddresses(URI first, Set<HostAndPort> addresses) {

    private static final String KEY = "recado.redis.uri";
    private static final String SCHEME = "rediss?://";

    /** @throws IllegalStateException which says what is wrong, and no secret */
    static RedisAddresses parse(String text) {
        var addresses = new LinkedHashSet<HostAndPort>();
        URI first = null;
        for (var uri : text.replaceAll("\\s*,\\s*", ",").strip().split(",(?=" + SCHEME + ")", -1)) {
            // a comma before the @ belongs to the password
            var at = uri.lastIndexOf('@') + 1;
            var hosts = uri.substring(at).split(",", -1);
            var whole = uri(uri.substring(0, at) + hosts[0], addresses.size() + 1);
            first = first == null ? whole : first;
            addresses.add(JedisURIHelper.getHostAndPort(whole));
            for (var i = 1; i < hosts.length; i++) {
                addresses.add(
                        JedisURIHelper.getHostAndPort(uri(first.getScheme() + "://" + hosts[i], addresses.size() + 1)));
            }
        }
        return new RedisAddresses(first, Set.copyOf(addresses));
    }

    private static URI uri(String text, int number) {
        try {
            var uri = URI.create(text);
            if (text.matches(SCHEME + ".*") && uri.getHost() != null && uri.getPort() > 0) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // it would show the password
            throw wrong(number);
        }
        throw wrong(number);
    }

    private static IllegalStateException wrong(int number) {
        return new IllegalStateException(
                KEY + ": address " + number + " is no Redis URI"
                        + (number > 1 ? " and no host:port" : "")
                        + "; it is redis://user:password@host:port/database, and more nodes of a Redis Cluster follow after commas");
    }
}
