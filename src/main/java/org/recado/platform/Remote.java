package org.recado.platform;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who is at the other end of a request, and how they came: as the connection says; where that is a trusted proxy's, as the
 * proxy says, and so on while those are trusted. What anyone else wrote into the header is further to the left and never
 * reached. Addresses are personal: for the limits and the record, and for no log.
 */
@ApplicationScoped
public class Remote {

    private static final String RFC_7239 = "forwarded";
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
    private static final String UNKNOWN = "unknown";
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[([^\\]]*)\\](:\\d{1,5})?");
    private static final Pattern WITH_PORT = Pattern.compile("([^:]*):\\d{1,5}");

    @Inject
    @ConfigProperty(name = "recado.http.trusted-proxies")
    Optional<String> trustedProxies;

    @Inject
    @ConfigProperty(name = "recado.http.forwarded-header")
    String header;

    private List<Network> trusted;

    @PostConstruct
    void start() {
        trusted = split(trustedProxies.orElse("")).map(Network::parse).toList();
    }

    // a list that cannot be read shows at the start
    void begin(@Observes Begun begun) {}

    /** The address that the request came from, as it is written; {@code unknown} where the server does not say. */
    public String address(HttpServletRequest request) {
        return address(peer(request), headers(request));
    }

    String address(String peer, List<String> headers) {
        return caller(peer, headers).map(Network::text).orElse(UNKNOWN);
    }

    /** A word that is the same for all requests of one address, or of one IPv6 /64. */
    public String counted(HttpServletRequest request) {
        return counted(peer(request), headers(request));
    }

    String counted(String peer, List<String> headers) {
        return caller(peer, headers).map(Network::caller).orElse(UNKNOWN);
    }

    /** Whether it came by TLS, to the server or to a trusted proxy before it. */
    public boolean isSecure(HttpServletRequest request) {
        return request.isSecure()
                || ("https".equalsIgnoreCase(request.getHeader(FORWARDED_PROTO))
                        && address(peer(request)).filter(this::isTrusted).isPresent());
    }

    private Optional<Network> caller(String peer, List<String> headers) {
        var address = address(peer);
        if (address.isEmpty()) {
            return address;
        }
        var caller = address.get();
        for (var hop : newestFirst(headers)) {
            var named = isTrusted(caller) ? node(hop).flatMap(Network::address) : Optional.<Network>empty();
            if (named.isEmpty()) {
                break;
            }
            caller = named.get();
        }
        return Optional.of(caller);
    }

    // a server may write the zone of a link's own address behind it
    private static Optional<Network> address(String peer) {
        return Network.address(peer.replaceFirst("%.*", ""));
    }

    private static String peer(HttpServletRequest request) {
        return Optional.ofNullable(request.getRemoteAddr()).orElse("");
    }

    private List<String> headers(HttpServletRequest request) {
        return Collections.list(request.getHeaders(header));
    }

    private boolean isTrusted(Network address) {
        return trusted.stream().anyMatch(network -> network.contains(address));
    }

    // split at every comma, quoted or not: no address holds one, and a quote that someone opens must not swallow what a
    // proxy writes behind it
    private static List<String> newestFirst(List<String> headers) {
        var hops = new ArrayList<>(headers.stream()
                .flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(String::strip)
                .toList());
        Collections.reverse(hops);
        return hops;
    }

    private Optional<String> node(String hop) {
        return (isRfc7239() ? named(hop) : Optional.of(hop)).map(Remote::withoutPort);
    }

    private boolean isRfc7239() {
        return header.toLowerCase(Locale.ROOT).equals(RFC_7239);
    }

    private static Optional<String> named(String element) {
        return Arrays.stream(element.split(";"))
                .map(String::strip)
                .filter(pair -> pair.regionMatches(true, 0, "for=", 0, 4))
                .map(pair -> pair.substring(4).strip())
                .map(value -> value.replaceFirst("^\"(.*)\"$", "$1"))
                .findFirst();
    }

    private static String withoutPort(String node) {
        var bracketed = IN_BRACKETS.matcher(node);
        if (bracketed.matches()) {
            return bracketed.group(1);
        }
        var plain = WITH_PORT.matcher(node);
        return plain.matches() ? plain.group(1) : node;
    }

    private static Stream<String> split(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).filter(entry -> !entry.isEmpty());
    }
}
