package org.recado.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.recado.auth.TestIssuer;
import org.recado.crash.AgentJar;
import org.recado.stack.SharedStack;
import org.recado.stack.VapidKey;

/** What the server is started with: the addresses of its stores and broker, its port, and the tests' own configuration. */
final class ServerOptions {
    static final String HOST = "127.0.0.1";
    /** A file of options for the {@code java} command, so that no password shows in the list of processes. */
    static final Path FILE = Path.of("target/it/java-options");
    /** What the server signs tokens with, so that a test can make one that has expired. */
    static final String TOKEN_SECRET = UUID.randomUUID().toString() + UUID.randomUUID();

    /** Where an issuer is that the server believes; nobody answers there unless a test does. */
    static final int ISSUER_PORT = Integer.parseInt(freePort());

    /** Where the server's mails go; nobody takes them there unless a test does. */
    static final int MAIL_PORT = Integer.parseInt(freePort());

    /** Where the server's spans go; nobody takes them there unless a test does. */
    static final int COLLECTOR_PORT = Integer.parseInt(freePort());

    static final String MANAGEMENT_PORT = "recado.it.management-port";

    /** The Java that the server runs on, where it is not that of the tests; Payara Micro's adapter knows only the tests' own. */
    private static final String JAVA_HOME = "recado.it.java-home";

    /** What the server unpacks; a Payara Micro that is killed leaves 190 MB of it. */
    private static final Path UNPACKED = Path.of("target/it/tmp");

    private ServerOptions() {}

    /** Arms the trap of {@link org.recado.crash.Trap} in the server. */
    static final Path ARMED = Path.of("target/it/armed");

    /** Returns Recado's own among them, by key. */
    static Map<String, String> write() throws IOException {
        Map<String, String> options = new TreeMap<>();
        SharedStack.environment().forEach((name, value) -> options.put(propertyOf(name), value));
        if (!OtherNodes.rolesOfTheServer().isEmpty()) {
            options.put("recado.roles", OtherNodes.rolesOfTheServer());
        }
        options.put("recado.auth.token-secret", TOKEN_SECRET);
        // a user signs in once a run
        options.put("recado.auth.token-ttl-seconds", "43200");
        options.put("recado.demo", "true");
        options.put("recado.http.allowed-origins", WebSafetyIT.LISTED);
        // a test of the limits can be wherever it says, and reaches them sooner
        options.put("recado.http.trusted-proxies", HOST);
        options.put("recado.limit.connects-per-address", "1000");
        options.put("recado.limit.sign-ins-per-address", "60");
        options.put("recado.limit.exports-per-user", "2");
        options.put("recado.limit.history-reads-per-user-window-ms", "30000");
        options.put("recado.history.expiry-interval-seconds", "1");
        options.put("recado.notification.delay-ms", "500");
        options.put("recado.webhook.enabled", "true");
        options.put("recado.trace.endpoint", "http://" + HOST + ":" + COLLECTOR_PORT + "/v1/traces");
        options.put("recado.trace.headers", "authorization=Bearer collector");
        options.put("recado.trace.ratio", "1");
        options.put("mp.jwt.verify.issuer", TestIssuer.name(ISSUER_PORT));
        options.put("mp.jwt.verify.publickey.location", TestIssuer.keysAt(ISSUER_PORT));
        options.put("mp.jwt.verify.audiences", TestIssuer.AUDIENCE);
        options.put("recado.auth.operator-role", "chat-ops");
        options.put("recado.push.vapid-private-key", VapidKey.random());
        options.put("recado.push.vapid-subject", VapidKey.SUBJECT);
        // what people are told by is on this machine
        options.put("recado.notification.allowed-networks", "127.0.0.0/8,::1/128");
        String port = Server.isPayaraServer() ? Integer.toString(PayaraServerDomain.httpPort()) : freePort();
        options.put("payaramicro.port", port);
        options.put("jboss.http.port", port);
        options.put("recado.email.smtp-host", HOST);
        options.put("recado.email.smtp-port", Integer.toString(MAIL_PORT));
        options.put("recado.email.smtp-security", "none");
        options.put("recado.email.from", "Recado <chat@example.org>");
        options.put("recado.email.digest-after-seconds", "5");
        options.put("recado.http.public-url", "http://" + HOST + ":" + port);
        options.put("jboss.https.port", freePort());
        options.put("jboss.management.http.port", System.getProperty(MANAGEMENT_PORT));
        Files.createDirectories(FILE.getParent());
        clear();
        Files.deleteIfExists(Server.LOG);
        Files.deleteIfExists(FILE);
        if (Server.isPayaraMicro()) {
            options.put("java.io.tmpdir", UNPACKED.toAbsolutePath().toString());
        }
        Map<String, String> ofRecado = new TreeMap<>(options);
        ofRecado.keySet().removeIf(key -> !key.startsWith("recado.") && !key.startsWith("mp."));
        if (Server.isLiberty()) {
            LibertyVariables.take(options, port);
        }
        // the modules of WildFly and Open Liberty see no class that an agent brings; Payara Server's tests ask for none
        String agent = Server.isPayaraMicro() ? AgentJar.option(FILE.getParent(), ARMED) + "\n" : "";
        Files.createFile(FILE, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                FILE,
                options.entrySet().stream()
                        .map(option -> "\"-D" + option.getKey() + "=" + escaped(option.getValue()) + "\"")
                        .collect(Collectors.joining("\n", "-Xmx512m\n" + agent, "\n")));
        return ofRecado;
    }

    /** Takes away what a server that is gone has unpacked. */
    static void clear() throws IOException {
        Files.createDirectories(UNPACKED);
        try (var all = Files.walk(UNPACKED)) {
            for (var one : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!one.equals(UNPACKED)) {
                    Files.delete(one);
                }
            }
        }
    }

    private static String propertyOf(String environmentName) {
        return environmentName.toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The home of the server's Java; arquillian.xml reads it. */
    static void chooseJava() {
        System.getProperties().putIfAbsent(JAVA_HOME, System.getProperty("java.home"));
    }

    static String java() {
        return System.getProperty(JAVA_HOME);
    }

    /** Where a server is managed, and WildFly tells its health; arquillian.xml reads it. */
    static void chooseManagementPort() {
        System.setProperty(
                MANAGEMENT_PORT,
                Server.isPayaraServer() ? Integer.toString(PayaraServerDomain.adminPort()) : freePort());
    }

    private static String freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }
}
