package org.recado.it;

import java.io.IOException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.shrinkwrap.api.Archive;

/** Payara Server for Arquillian: the domain is started and stopped, and the built WAR deployed, by {@code asadmin}. */
public final class PayaraServerContainer implements DeployableContainer<PayaraServerContainer.Nothing> {
    private static final String APPLICATION = "recado";

    /** All that is to be said is said by {@link PayaraServerDomain}. */
    public static final class Nothing implements ContainerConfiguration {
        @Override
        public void validate() {}
    }

    @Override
    public Class<Nothing> getConfigurationClass() {
        return Nothing.class;
    }

    @Override
    public void start() throws LifecycleException {
        inLife("start-domain");
    }

    @Override
    public void stop() throws LifecycleException {
        inLife("stop-domain");
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 6.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        try {
            PayaraServerDomain.asadmin("deploy", "--name", APPLICATION, RunningServer.WAR.getPath());
        } catch (IOException e) {
            throw new DeploymentException("the WAR was not deployed", e);
        }
        return new ProtocolMetaData().addContext(new HTTPContext(ServerOptions.HOST, PayaraServerDomain.httpPort()));
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            PayaraServerDomain.asadmin("undeploy", APPLICATION);
        } catch (IOException e) {
            throw new DeploymentException("the WAR was not undeployed", e);
        }
    }

    private static void inLife(String command) throws LifecycleException {
        try {
            PayaraServerDomain.asadmin(command, PayaraServerDomain.NAME);
        } catch (IOException e) {
            throw new LifecycleException("the domain did not " + command, e);
        }
    }
}
