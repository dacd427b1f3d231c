package org.recado.it;

import java.io.File;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of the built WAR in the one server that all such tests share. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
public abstract class RunningServer {
    static final File WAR = new File("target/recado.war");

    @Deployment(testable = false)
    static WebArchive recado() {
        return ShrinkWrap.create(ZipImporter.class, WAR.getName())
                .importFrom(WAR)
                .as(WebArchive.class);
    }

    protected static Server server() {
        return Server.running();
    }

    /** For example {@code at("/api/me")}. */
    protected static URI at(String path) {
        return server().address().resolve(path);
    }
}
