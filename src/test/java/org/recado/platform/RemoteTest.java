package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTest {

    private static final String PROXY = "10.0.0.1";

    @Test
    void withoutTrustedProxiesTheOtherEndOfTheConnectionCounts() {
        var addresses = addresses("X-Forwarded-For", "");
        assertThat(addresses.counted("198.51.100.7", List.of("203.0.113.9"))).isEqualTo("c6336407");
    }

    @Test
    void whoIsNoTrustedProxyIsNotBelieved() {
        assertThat(behindProxies("198.51.100.7", "203.0.113.9")).isEqualTo("c6336407");
    }

    @Test
    void trustedProxyNamesTheCaller() {
        assertThat(behindProxies(PROXY, "198.51.100.7")).isEqualTo("c6336407");
        assertThat(behindProxies(PROXY)).isEqualTo("0a000001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.9, 198.51.100.7",
                "10.0.0.9,198.51.100.7",
                "garbage, 198.51.100.7 ",
                "\", 198.51.100.7",
                ",,,198.51.100.7",
                "203.0.113.9, 198.51.100.7, 10.255.0.3"
            })
    void whatTheCallerWroteIntoTheHeaderIsNeverReached(String header) {
        assertThat(behindProxies(PROXY, header)).isEqualTo("c6336407");
    }

    @Test
    void linesOfTheHeaderAreOneList() {
        assertThat(behindProxies(PROXY, "203.0.113.9", "198.51.100.7", "10.0.0.2"))
                .isEqualTo("c6336407");
    }

    @Test
    void callerWhoIsAProxyOfOursCountsAsItself() {
        assertThat(behindProxies(PROXY, "10.0.0.3, 10.0.0.2")).isEqualTo("0a000003");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown",
                "",
                "_hidden",
                "localhost",
                "198.51.100.256",
                "198.51.100",
                "0198.51.100.7",
                "198.51.100.7:",
                "198.51.100.7:123456",
                "198.51.100.7/8",
                "[198.51.100.7",
                "2001:db8::zz",
                "2001:db8::1%eth0",
                "1:2:3:4:5:6:7:8:9",
                "::1::2"
            })
    void whatIsNoAddressIsCountedToTheProxyThatWroteIt(String hop) {
        assertThat(behindProxies(PROXY, "203.0.113.9, " + hop)).isEqualTo("0a000001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.7:4711", "::ffff:198.51.100.7", "[::ffff:198.51.100.7]:4711"})
    void portsAndMappedAddressesAreTheSameCaller(String hop) {
        assertThat(behindProxies(PROXY, hop)).isEqualTo("c6336407");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2001:db8:1:2::1",
                "2001:db8:1:2:ffff:ffff:ffff:ffff",
                "[2001:DB8:1:2::9]",
                "[2001:db8:1:2::9]:80"
            })
    void ipv6IsCountedByItsNetwork(String hop) {
        assertThat(behindProxies(PROXY, hop)).isEqualTo("20010db8000100020000000000000000");
    }

    @Test
    void anotherNetworkIsAnotherCaller() {
        assertThat(behindProxies(PROXY, "2001:db8:1:3::1")).isNotEqualTo(behindProxies(PROXY, "2001:db8:1:2::1"));
    }

    @Test
    void proxyIsKnownByItsIpv6NetworkAndAsAMappedAddress() {
        assertThat(behindProxies("fd00::12%eth0", "198.51.100.7")).isEqualTo("c6336407");
        assertThat(behindProxies("::ffff:10.0.0.1", "198.51.100.7")).isEqualTo("c6336407");
        assertThat(behindProxies("fe00::12", "198.51.100.7")).isEqualTo("fe000000000000000000000000000000");
    }

    @Test
    void peerThatIsNoAddressIsOneCaller() {
        assertThat(behindProxies("", "198.51.100.7")).isEqualTo("unknown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "for=198.51.100.7",
                "For=\"198.51.100.7:4711\";proto=http;by=10.0.0.1",
                "proto=https; for = 203.0.113.9, by=10.0.0.1;for=198.51.100.7",
                "for=203.0.113.9, for=198.51.100.7, for=\"10.0.0.2\"",
                "for=\"203.0.113.9, for=198.51.100.7",
                "for=\"[::ffff:198.51.100.7]:1\""
            })
    void forwardedIsReadAsRfc7239SaysWhereItIsTheHeader(String header) {
        assertThat(addresses("Forwarded", "10.0.0.0/8").counted(PROXY, List.of(header)))
                .isEqualTo("c6336407");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"for=unknown", "for=_gazonk", "by=198.51.100.7", "198.51.100.7", "for=", "for=\"", "xfor=1.2.3.4"
            })
    void forwardedWithoutAnAddressIsCountedToTheProxy(String header) {
        assertThat(addresses("forwarded", "10.0.0.0/8").counted(PROXY, List.of("for=203.0.113.9, " + header)))
                .isEqualTo("0a000001");
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.0/33", "10.0.0.0/-1", "proxy.example.org", "10.0.0/8", "::/129", "10.0.0.0/", "10.0.0.0/x"})
    void listThatCannotBeReadIsRefusedAtTheStart(String trusted) {
        assertThatThrownBy(() -> addresses("X-Forwarded-For", trusted)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String behindProxies(String peer, String... headers) {
        return addresses("X-Forwarded-For", " 10.0.0.0/8, fd00::/8 ").counted(peer, List.of(headers));
    }

    private static Remote addresses(String header, String trusted) {
        var addresses = new Remote();
        addresses.header = header;
        addresses.trustedProxies = Optional.of(trusted).filter(t -> !t.isEmpty());
        addresses.start();
        return addresses;
    }

    @Test
    void addressIsWrittenAsItIs() {
        var remote = addresses("X-Forwarded-For", "10.0.0.0/8");
        assertThat(remote.address(PROXY, List.of("198.51.100.7"))).isEqualTo("198.51.100.7");
        assertThat(remote.address(PROXY, List.of("2001:db8::1"))).isEqualTo("2001:db8:0:0:0:0:0:1");
        assertThat(remote.address("198.51.100.7", List.of("203.0.113.9"))).isEqualTo("198.51.100.7");
        assertThat(remote.address("", List.of())).isEqualTo("unknown");
    }

    @Test
    void whatAProxySaysOfTlsCountsOnlyWhereItIsTrusted() {
        var remote = addresses("X-Forwarded-For", "10.0.0.0/8");
        assertThat(remote.isSecure(request(PROXY, false, "https"))).isTrue();
        assertThat(remote.isSecure(request(PROXY, false, "http"))).isFalse();
        assertThat(remote.isSecure(request(PROXY, false, null))).isFalse();
        assertThat(remote.isSecure(request("198.51.100.7", false, "https"))).isFalse();
    }

    @Test
    void tlsToTheServerItselfNeedsNobodysWord() {
        assertThat(addresses("X-Forwarded-For", "").isSecure(request("198.51.100.7", true, null)))
                .isTrue();
    }

    private static HttpServletRequest request(String peer, boolean secure, String forwarded) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "isSecure" -> secure;
                    case "getRemoteAddr" -> peer;
                    default -> forwarded;
                });
    }
}
