package org.recado.platform;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code recado.amqp.uri}: the URI of a broker, or of several nodes of one cluster, comma separated. Who connects, with
 * what and to which virtual host is what the first says; the others may be just {@code host:port}.
 *
 * @param first the URI that says all
 * @param addresses all of them, the first one's too
 */
record BrokerAddresses(String first, List<Address> addresses) {

    private static final String KEY = "recado.amqp.uri";
    private static final String NEXT_URI = ",(?=amqps?://)";

    /** @throws IllegalStateException which says what is wrong, and no secret */
    static BrokerAddresses parse(String text) {
        var uris = text.replaceAll("\\s*,\\s*", ",").strip().split(NEXT_URI, -1);
        var addresses = new ArrayList<Address>();
        var says = "";
        for (var i = 0; i < uris.length; i++) {
            // a comma before the @ belongs to the password
            var at = uris[i].lastIndexOf('@') + 1;
            var hosts = uris[i].substring(at).split(",", -1);
            var uri = uris[i].substring(0, at) + hosts[0];
            var factory = factory(uri, addresses.size() + 1);
            addresses.add(new Address(factory.getHost(), factory.getPort()));
            if (i > 0 && !isSame(factory, factory(says, 1))) {
                throw new IllegalStateException(KEY + ": address " + addresses.size()
                        + " has another scheme, user, password or virtual host than the first");
            }
            says = i == 0 ? uri : says;
            for (var j = 1; j < hosts.length; j++) {
                addresses.add(hostAndPort(hosts[j], factory.isSSL(), addresses.size() + 1));
            }
        }
        return new BrokerAddresses(says, List.copyOf(addresses));
    }

    private static ConnectionFactory factory(String uri, int number) {
        var factory = new ConnectionFactory();
        try {
            if (new URI(uri).getHost() == null) {
                throw wrong(number);
            }
            factory.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            // the cause would show the password
            throw wrong(number);
        }
        return factory;
    }

    private static Address hostAndPort(String text, boolean isTls, int number) {
        try {
            var uri = new URI("amqp://" + text);
            if (uri.getHost() == null
                    || uri.getUserInfo() != null
                    || !uri.getAuthority().equals(text)) {
                throw wrong(number);
            }
            return new Address(uri.getHost(), ConnectionFactory.portOrDefault(uri.getPort(), isTls));
        } catch (URISyntaxException e) {
            throw wrong(number);
        }
    }

    private static IllegalStateException wrong(int number) {
        return new IllegalStateException(KEY + ": address " + number + " is no AMQP URI"
                + (number > 1 ? " and no host:port" : "")
                + "; it is amqp://user:password@host:port/virtual-host, and those of more nodes follow after commas");
    }

    private static boolean isSame(ConnectionFactory one, ConnectionFactory other) {
        return one.isSSL() == other.isSSL()
                && one.getUsername().equals(other.getUsername())
                && one.getPassword().equals(other.getPassword())
                && one.getVirtualHost().equals(other.getVirtualHost());
    }
}
