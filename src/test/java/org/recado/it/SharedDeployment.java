package org.recado.it;

import java.io.IOException;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.event.DeployDeployment;
import org.jboss.arquillian.container.spi.event.SetupContainers;
import org.jboss.arquillian.container.spi.event.StopContainer;
import org.jboss.arquillian.core.api.annotation.Observes;
import org.jboss.arquillian.core.spi.EventContext;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Makes Arquillian deploy the WAR once a run instead of once a class. */
public final class SharedDeployment implements LoadableExtension {
    @Override
    public void register(ExtensionBuilder builder) {
        ServerOptions.chooseManagementPort();
        ServerOptions.chooseJava();
        builder.observer(Once.class);
        if (Server.isLiberty()) {
            builder.service(DeployableContainer.class, LibertyContainer.class);
        }
        if (Server.isPayaraServer()) {
            builder.service(DeployableContainer.class, PayaraServerContainer.class);
        }
    }

    static final class Once {
        // inside the contexts that Arquillian makes for the container
        private static final int INNERMOST = -100;

        private OtherNodes others;

        void writeOptions(@Observes(precedence = 1) SetupContainers event) throws IOException {
            var settings = ServerOptions.write();
            if (Server.isPayaraServer()) {
                PayaraServerDomain.make(ServerOptions.FILE);
            }
            others = OtherNodes.start(settings);
        }

        // takes the place of Arquillian's own deployment, which would undeploy after the class
        void deploy(@Observes(precedence = INNERMOST) EventContext<DeployDeployment> context)
                throws DeploymentException {
            DeployDeployment event = context.getEvent();
            Server.deployOnce(
                    event.getDeployableContainer(),
                    event.getDeployment().getDescription().getArchive());
        }

        void end(@Observes(precedence = INNERMOST) EventContext<StopContainer> context) throws DeploymentException {
            Server.endIfRunning(context::proceed);
            others.close();
        }
    }
}
