package org.recado.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Where Open Liberty is unpacked, with the server {@code recado} in it, and on which Java it runs; arquillian.xml says it. */
public final class LibertyHome implements ContainerConfiguration {
    private Path home = Path.of("");
    private Path java = Path.of("");

    public void setHome(String folder) {
        home = Path.of(folder).toAbsolutePath();
    }

    public void setJavaHome(String folder) {
        java = Path.of(folder);
    }

    @Override
    public void validate() throws ConfigurationException {
        if (!Files.isExecutable(program()) || !Files.isDirectory(war().getParent())) {
            throw new ConfigurationException("no Open Liberty with a server for Recado at " + home);
        }
    }

    Path program() {
        return home.resolve("bin/server");
    }

    Path war() {
        return home.resolve("usr/servers/recado/apps/recado.war");
    }

    Path java() {
        return java;
    }
}
