package org.recado.ops.jmx;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.ops.Standing;
import org.recado.platform.Begun;
import org.recado.platform.Node;
import org.recado.platform.Stores;
import org.recado.platform.Topology;
import org.recado.posting.Pauses;

/**
 * Registers the MXBeans in the JVM's own server from start to stop, under this node's name. Where another deployment has
 * the name already, this one has none: they never keep an application from its start.
 */
@ApplicationScoped
class MXBeans {

    private static final System.Logger LOG = System.getLogger(MXBeans.class.getName());

    @Inject
    @ConfigProperty(name = "recado.jmx.enabled")
    boolean isEnabled;

    @Inject
    Node node;

    @Inject
    Topology topology;

    @Inject
    Stores stores;

    @Inject
    Standing standing;

    @Inject
    Pauses pauses;

    @Inject
    Orders orders;

    @Inject
    JmxNode ofNode;

    @Inject
    JmxFlow flow;

    @Inject
    JmxDeadLetters letters;

    MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private final List<ObjectName> registered = new CopyOnWriteArrayList<>();

    void begin(@Observes Begun begun) {
        if (isEnabled) {
            // what a node waits for is made here, not by a JMX thread without the application's context
            ofNode.getTroubles();
            register();
        }
    }

    private void register() {
        try {
            for (var bean : beans().entrySet()) {
                var name = new ObjectName("org.recado:" + bean.getKey() + ",node=" + value(node.name()));
                registered.add(server.registerMBean(bean.getValue(), name).getObjectName());
            }
        } catch (InstanceAlreadyExistsException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no MXBeans: another deployment in this JVM is called {0}; give each its recado.node",
                    node.name());
            stop();
        } catch (JMException e) {
            LOG.log(System.Logger.Level.WARNING, "no MXBeans", e);
            stop();
        }
    }

    private Map<String, Described> beans() {
        var beans = new LinkedHashMap<String, Described>();
        beans.put("type=Node", new Described(ofNode, NodeMXBean.class));
        beans.put("type=Flow", new Described(flow, FlowMXBean.class));
        beans.put("type=DeadLetters", new Described(letters, DeadLettersMXBean.class));
        for (var store : Stores.NAMES) {
            beans.put("type=Store,name=" + store, new Described(new JmxStore(stores, store), StoreMXBean.class));
        }
        for (var queue : List.of(Topology.DEAD, Topology.NOTIFICATIONS)) {
            beans.put("type=Queue,name=" + queue, new Described(new JmxQueue(standing, queue), QueueMXBean.class));
        }
        for (var n = 0; n < topology.partitions(); n++) {
            var partition = new JmxPartition(standing, pauses, orders, n);
            beans.put("type=Partition,number=" + n, new Described(partition, PartitionMXBean.class));
        }
        return beans;
    }

    /** As it is where it may stand in an ObjectName, else quoted. */
    private static String value(String name) {
        return name.matches("[\\w.~@+-]+") ? name : ObjectName.quote(name);
    }

    @PreDestroy
    void stop() {
        registered.forEach(this::unregister);
        registered.clear();
    }

    private void unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.log(System.Logger.Level.DEBUG, "somebody has unregistered {0} already", name);
        } catch (JMException e) {
            LOG.log(System.Logger.Level.WARNING, "an MXBean stays registered", e);
        }
    }
}
