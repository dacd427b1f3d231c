package org.recado.it;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Where Open Liberty is unpacked, with the server {@code recado} in it, as arquillian.xml says. */
public final class LibertyHome implements ContainerConfiguration {
    private Path home = Path.of("");

    public void setHome(String folder) {
        home = Path.of(folder).toAbsolutePath();
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
}
