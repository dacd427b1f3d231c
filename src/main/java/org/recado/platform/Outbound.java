package org.recado.platform;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.util.Timeout;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Calls addresses that users have given. They are reached by https and outside of all private networks only, but for
 * those that are allowed by key; the address that was looked at is the one that is connected to, whatever a name server
 * says next. No redirect is followed, no body of an answer is read, and a call ends within {@link #AT_MOST}.
 */
@ApplicationScoped
public class Outbound {

    /** The header of every call, by which it is known where it leads back to us. */
    public static final String MARK = "Recado-Webhook";

    /** How long a call may take. */
    public static final Duration AT_MOST = Duration.ofSeconds(15);

    private static final Timeout SILENCE = Timeout.ofSeconds(10);
    private static final int CONNECTIONS = 64;
    private static final int CONNECTIONS_TO_ONE = 8;
    private static final int LONGEST_URL = 2_048;
    private static final int LARGEST_PORT = 65_535;
    private static final Set<String> SCHEMES = Set.of("http", "https");
    /** Without limits of its own the client keeps a header for as long as it comes. */
    private static final Http1Config HEADERS =
            Http1Config.custom().setMaxLineLength(8_192).setMaxHeaderCount(100).build();
    /** IANA's special-purpose registries: what is not globally reachable, and what may lead there. */
    private static final List<Network> CLOSED = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "::/96",
                    "::ffff:0:0:0/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Network::parse)
            .toList();

    @Inject
    @ConfigProperty(name = "recado.notification.allowed-networks")
    Optional<String> allowedNetworks;

    @Inject
    Deadlines deadlines;

    private List<Network> allowed;
    private CloseableHttpClient client;
    Duration atMost = AT_MOST;

    /** What the other side said. */
    public record Reply(int status, Optional<Duration> retryAfter) {}

    /** The address may not be called; the message says why and holds no address. */
    public static final class Forbidden extends IOException {
        private static final long serialVersionUID = 1L;

        Forbidden(String why) {
            super(why);
        }
    }

    @PostConstruct
    void start() {
        allowed = networks(allowedNetworks.orElse(""));
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Looked())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(HEADERS)
                        .build())
                .setMaxConnTotal(CONNECTIONS)
                .setMaxConnPerRoute(CONNECTIONS_TO_ONE)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(SILENCE)
                        .setSocketTimeout(SILENCE)
                        .build())
                .build();
        client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(SILENCE)
                        .setConnectionRequestTimeout(SILENCE)
                        .build())
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static List<Network> networks(String list) {
        try {
            return Arrays.stream(list.split(",", -1))
                    .map(String::strip)
                    .filter(entry -> !entry.isEmpty())
                    .map(Network::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("recado.notification.allowed-networks: " + e.getMessage(), e);
        }
    }

    // a list that cannot be read shows at the start
    void begin(@Observes Begun begun) {}

    /**
     * Reads an address that a user has given, without asking a name server.
     *
     * @throws IllegalArgumentException with what is wanted, where it is none that may ever be called
     */
    public URI parse(String text) {
        try {
            var uri = new URI(text);
            var host = Optional.ofNullable(uri.getHost()).orElse("");
            if (text.length() > LONGEST_URL
                    || !SCHEMES.contains(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT))
                    || host.isEmpty()
                    || uri.getPort() == 0
                    || uri.getPort() > LARGEST_PORT
                    || uri.getRawUserInfo() != null
                    || uri.getRawFragment() != null) {
                throw new IllegalArgumentException("must be an https URL with a host, without a user or a fragment");
            }
            var literal = Network.address(host.replaceAll("[\\[\\]]", ""));
            if (literal.isPresent()) {
                open(uri.getScheme(), literal.get());
            } else if (!isSecure(uri.getScheme()) && allowed.isEmpty()) {
                throw new Forbidden("must be https");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("must be an https URL", e);
        } catch (Forbidden e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Posts a body.
     *
     * @throws Forbidden where the address may not be called
     * @throws IOException where there is no answer
     */
    public Reply post(URI to, Map<String, String> headers, byte[] body) throws IOException {
        for (var address : resolve(to.getHost())) {
            open(to.getScheme(), address);
        }
        var request = new HttpPost(to);
        headers.forEach(request::setHeader);
        request.setHeader(MARK, "1");
        request.setEntity(new ByteArrayEntity(body, null));
        var deadline = deadlines.after(atMost, request::cancel);
        try (var response = client.executeOpen(HttpHost.create(to), request, null)) {
            leave(response);
            return new Reply(response.getCode(), retryAfter(response));
        } finally {
            deadline.cancel(false);
        }
    }

    // closing would read the body to its end, and it may have none; where there is no body the connection is used again
    private static void leave(ClassicHttpResponse response) throws IOException {
        var body = response.getEntity();
        if (body != null && body.getContentLength() == 0) {
            EntityUtils.consume(body);
        }
        response.setEntity(null);
    }

    private static Optional<Duration> retryAfter(HttpResponse response) {
        return Optional.ofNullable(response.getFirstHeader("Retry-After"))
                .map(Header::getValue)
                .flatMap(Outbound::retryAfter);
    }

    static Optional<Duration> retryAfter(String value) {
        try {
            if (value.matches("\\d{1,9}")) {
                return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
            }
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(Instant.now(), at)).filter(d -> !d.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static List<Network> resolve(String host) throws UnknownHostException {
        return Arrays.stream(InetAddress.getAllByName(host))
                .map(Outbound::network)
                .toList();
    }

    private static Network network(InetAddress address) {
        return new Network(address.getAddress(), address.getAddress().length * Byte.SIZE);
    }

    private void open(String scheme, Network address) throws Forbidden {
        if (allowed.stream().anyMatch(network -> network.contains(address))) {
            return;
        }
        if (!isSecure(scheme)) {
            throw new Forbidden("must be https");
        }
        if (CLOSED.stream().anyMatch(network -> network.contains(address))) {
            throw new Forbidden("is in a private network");
        }
    }

    private static boolean isSecure(String scheme) {
        return "https".equalsIgnoreCase(scheme);
    }

    @PreDestroy
    void stop() {
        client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
    }

    /** Gives the client only addresses that may be called: a name server may say something else each time it is asked. */
    private final class Looked implements DnsResolver {

        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            var found = InetAddress.getAllByName(host);
            for (var address : found) {
                var network = network(address);
                if (allowed.stream().noneMatch(a -> a.contains(network))
                        && CLOSED.stream().anyMatch(c -> c.contains(network))) {
                    throw new UnknownHostException("is in a private network");
                }
            }
            return found;
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
