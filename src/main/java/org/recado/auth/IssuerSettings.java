package org.recado.auth;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What is configured of an outside issuer, by MicroProfile JWT's own names and a few of ours; none unless it is named. */
@ApplicationScoped
class IssuerSettings {

    private static final int LARGEST_SKEW_SECONDS = 300;
    private static final List<String> USER_CLAIMS = List.of("upn", "preferred_username", "sub");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    @Inject
    @ConfigProperty(name = "mp.jwt.verify.issuer")
    Optional<String> issuer;

    @Inject
    @ConfigProperty(name = "mp.jwt.verify.publickey.location")
    Optional<String> keysLocation;

    @Inject
    @ConfigProperty(name = "mp.jwt.verify.audiences")
    Optional<String> audiences;

    @Inject
    @ConfigProperty(name = "mp.jwt.verify.clock.skew", defaultValue = "60")
    int skewSeconds;

    @Inject
    @ConfigProperty(name = "recado.auth.user-claim")
    Optional<String> userClaim;

    @Inject
    @ConfigProperty(name = "recado.auth.roles-claim")
    String rolesClaim;

    @Inject
    @ConfigProperty(name = "recado.auth.operator-role")
    Optional<String> operatorRole;

    /**
     * An issuer whose tokens count.
     *
     * @param name what its tokens say in {@code iss}
     * @param keys where its JWKS is
     * @param userClaims the first of these that a token has is who its user is
     */
    record Issuer(
            String name,
            URI keys,
            Set<String> audiences,
            int skewSeconds,
            List<String> userClaims,
            String rolesClaim,
            Optional<String> operatorRole) {}

    /** Throws {@link IllegalStateException} where what is set makes no sense. */
    Optional<Issuer> issuer() {
        return given(issuer).map(this::issuer);
    }

    private Issuer issuer(String name) {
        if (name.equals("recado")) {
            throw unfit("mp.jwt.verify.issuer", "is the name of our own tokens' issuer");
        }
        if (skewSeconds < 0 || skewSeconds > LARGEST_SKEW_SECONDS) {
            throw unfit("mp.jwt.verify.clock.skew", "must be 0 to " + LARGEST_SKEW_SECONDS + " seconds");
        }
        return new Issuer(
                name,
                address(needed("mp.jwt.verify.publickey.location", keysLocation)),
                accepted(needed("mp.jwt.verify.audiences", audiences)),
                skewSeconds,
                given(userClaim).map(List::of).orElse(USER_CLAIMS),
                rolesClaim,
                given(operatorRole));
    }

    // whoever can change what comes from there can make tokens of anyone
    private static URI address(String location) {
        try {
            var address = new URI(location);
            if (address.getHost() != null && address.getRawUserInfo() == null && isSafe(address)) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException("mp.jwt.verify.publickey.location is no URL", e);
        }
        throw unfit(
                "mp.jwt.verify.publickey.location", "must be the https URL of a JWKS; http is for this machine only");
    }

    private static boolean isSafe(URI address) {
        return "https".equalsIgnoreCase(address.getScheme())
                || ("http".equalsIgnoreCase(address.getScheme()) && LOOPBACK.contains(address.getHost()));
    }

    private static Set<String> accepted(String list) {
        var accepted = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(a -> !a.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (accepted.isEmpty()) {
            throw unfit("mp.jwt.verify.audiences", "names none");
        }
        return accepted;
    }

    private static String needed(String key, Optional<String> value) {
        return given(value).orElseThrow(() -> unfit(key, "is needed beside mp.jwt.verify.issuer"));
    }

    private static Optional<String> given(Optional<String> value) {
        return value.map(String::strip).filter(v -> !v.isEmpty());
    }

    private static IllegalStateException unfit(String key, String why) {
        return new IllegalStateException(key + " " + why);
    }
}
