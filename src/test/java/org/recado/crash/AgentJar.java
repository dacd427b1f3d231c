package org.recado.crash;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;

/** The agent as a file for {@code -javaagent}; what all classes of a server must see is a second file. */
public final class AgentJar {

    private AgentJar() {}

    /** The option that puts the seams into a server and arms them by {@code armed}. */
    public static String option(Path folder, Path armed) throws IOException {
        var trap = folder.resolve("crash-trap.jar").toAbsolutePath();
        write(trap, new Manifest(), List.of(Trap.class));
        var manifest = new Manifest();
        var attributes = manifest.getMainAttributes();
        attributes.putValue("Premain-Class", Agent.class.getName());
        attributes.putValue("Boot-Class-Path", trap.toString());
        attributes.putValue("Class-Path", byteBuddy().toUri().toString());
        var agent = folder.resolve("crash-agent.jar").toAbsolutePath();
        write(
                agent,
                manifest,
                List.of(Agent.class, Agent.Name.class, Agent.Entered.class, Agent.Returned.class, Seam.class));
        return "-javaagent:" + agent + "=" + armed.toAbsolutePath();
    }

    private static Path byteBuddy() {
        try {
            return Path.of(ByteBuddy.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(Path file, Manifest manifest, List<Class<?>> classes) throws IOException {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (var type : classes) {
                var path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new JarEntry(path));
                try (var bytes = AgentJar.class.getClassLoader().getResourceAsStream(path)) {
                    bytes.transferTo(jar);
                }
                jar.closeEntry();
            }
        }
    }
}
