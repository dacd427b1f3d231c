import com.sun.tools.attach.VirtualMachine;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Sends away the clients of the node that runs in the JVM with the given process id, and returns when nobody is connected.
 * To be run by that JVM's user on the same machine, just before the stop, with a JDK: {@code java Drain.java PID}.
 */
class Drain {

    private static final String NODES = "org.recado:type=Node,*";

    public static void main(String[] args) throws Exception {
        var jvm = VirtualMachine.attach(args[0]);
        try (var connector = JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent()))) {
            var server = connector.getMBeanServerConnection();
            var nodes = server.queryNames(new ObjectName(NODES), null);
            if (nodes.isEmpty()) {
                throw new IllegalStateException("no node of Recado is in the JVM " + args[0]);
            }
            for (var node : nodes) {
                server.invoke(node, "drain", new Object[0], new String[0]);
            }
        } finally {
            jvm.detach();
        }
    }
}
