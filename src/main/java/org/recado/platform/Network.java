package org.recado.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The addresses whose first so many bits are these. IPv6 ones that stand for IPv4 ones are those. */
record Network(byte[] address, int bits) {

    private static final String OCTET = "(0|[1-9]\\d{0,2})";
    private static final Pattern V4 = Pattern.compile(OCTET + "\\." + OCTET + "\\." + OCTET + "\\." + OCTET);
    private static final Pattern V6 = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    private static final int V6_OF_ONE_CALLER = 64;

    /** One address as it is written, without a port; empty for anything else. Asks no name server. */
    static Optional<Network> address(String text) {
        return bytes(text).map(b -> new Network(b, b.length * Byte.SIZE));
    }

    /** An address, or one and {@code /bits}; throws {@link IllegalArgumentException} for anything else. */
    static Network parse(String text) {
        var slash = text.indexOf('/');
        var single = address(slash < 0 ? text : text.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException("not an address: " + text));
        if (slash < 0) {
            return single;
        }
        var bits = Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > single.bits()) {
            throw new IllegalArgumentException("not a network: " + text);
        }
        return new Network(single.address(), bits);
    }

    private static Optional<byte[]> bytes(String text) {
        try {
            var v4 = V4.matcher(text);
            return v4.matches()
                    ? v4(v4)
                    : V6.matcher(text).matches() && text.indexOf(':') >= 0
                            // in brackets it is never taken for a name
                            ? Optional.of(
                                    InetAddress.getByName("[" + text + "]").getAddress())
                            : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> v4(Matcher octets) {
        var bytes = new byte[4];
        for (var i = 0; i < bytes.length; i++) {
            var octet = Integer.parseInt(octets.group(i + 1));
            if (octet > 255) {
                return Optional.empty();
            }
            bytes[i] = (byte) octet;
        }
        return Optional.of(bytes);
    }

    boolean contains(Network other) {
        return address.length == other.address.length
                && bits <= other.bits
                && start(bits).equals(other.start(bits));
    }

    /** By what a caller with this address is counted: one has an IPv4 address, and all of an IPv6 /64. */
    String caller() {
        return address.length == 4 ? start(bits) : start(V6_OF_ONE_CALLER);
    }

    /** The address as it is written. */
    String text() {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + address.length + " bytes", e);
        }
    }

    private String start(int most) {
        var start = address.clone();
        for (var i = 0; i < start.length; i++) {
            var kept = Math.max(0, Math.min(Byte.SIZE, most - i * Byte.SIZE));
            start[i] &= (byte) (0xff << (Byte.SIZE - kept));
        }
        return HexFormat.of().formatHex(start);
    }
}
