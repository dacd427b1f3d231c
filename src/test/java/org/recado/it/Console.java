package org.recado.it;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Set;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The server's MBeans as JConsole on the same machine sees them. */
final class Console implements AutoCloseable {

    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private Console(JMXConnector connector) throws IOException {
        this.connector = connector;
        beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // the other side is a server that these tests have started themselves
    static Console of(ProcessHandle server) throws Exception {
        var machine = VirtualMachine.attach(Long.toString(server.pid()));
        try {
            return new Console(JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    MBeanServerConnection beans() {
        return beans;
    }

    /** All of ours. */
    Set<ObjectName> ours() throws IOException, MalformedObjectNameException {
        return beans.queryNames(new ObjectName("org.recado:*"), null);
    }

    /** The one bean of this type, such as {@code Store,name=redis}. */
    <T> T one(String type, Class<T> shape) throws IOException, MalformedObjectNameException {
        var found = beans.queryNames(new ObjectName("org.recado:type=" + type + ",node=*"), null);
        return JMX.newMXBeanProxy(beans, found.iterator().next(), shape);
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
