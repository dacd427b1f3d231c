package org.recado.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What this node is called and which roles it has. */
@ApplicationScoped
public class Node {

    private final String random = randomName();

    @Inject
    @ConfigProperty(name = "recado.node")
    Optional<String> configured;

    @Inject
    @ConfigProperty(name = "recado.roles")
    List<String> roles;

    /** The configured name, else one made for this start. */
    public String name() {
        return configured.filter(n -> !n.isBlank()).orElse(random);
    }

    /** The roles, comma separated. */
    public String roles() {
        return String.join(",", roles);
    }

    /** Whether clients connect here. */
    public boolean isEdge() {
        return roles.contains("edge");
    }

    /** Whether commands are carried out here. */
    public boolean isCore() {
        return roles.contains("core");
    }

    private static String randomName() {
        var bytes = new byte[6];
        new SecureRandom().nextBytes(bytes);
        return "node-" + HexFormat.of().formatHex(bytes);
    }
}
