package org.recado.ops.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.platform.Begun;
import org.recado.platform.Outside;
import org.recado.platform.Stores;

/** What a console finds in the server's list while the application runs, and what it can do there. */
class MXBeansTest {

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void allAreThereFromTheStartUnderTheNodesNameAndNoneAfterTheStop() throws Exception {
        var one = started("one", 2);
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "org.recado:type=Node,node=one",
                        "org.recado:type=Flow,node=one",
                        "org.recado:type=DeadLetters,node=one",
                        "org.recado:type=Store,name=postgres,node=one",
                        "org.recado:type=Store,name=mongo,node=one",
                        "org.recado:type=Store,name=amqp,node=one",
                        "org.recado:type=Store,name=redis,node=one",
                        "org.recado:type=Queue,name=recado.commands.dead,node=one",
                        "org.recado:type=Queue,name=recado.notifications,node=one",
                        "org.recado:type=Partition,number=0,node=one",
                        "org.recado:type=Partition,number=1,node=one");
        one.beans.stop();
        assertThat(names()).isEmpty();
    }

    @Test
    void deploymentsInOneServerKeepApartAndOneOfTheSameNameDoesNotDisturbTheOther() throws Exception {
        var one = started("one", 1);
        var other = started("other", 1);
        assertThat(names()).hasSize(20);
        var same = started("one", 1);
        assertThat(names()).hasSize(20);
        same.beans.stop();
        assertThat(names()).hasSize(20);
        one.beans.stop();
        assertThat(names()).hasSize(10).allSatisfy(name -> assertThat(name).endsWith("node=other"));
        other.beans.stop();
    }

    @Test
    void aNameThatIsNoneForJmxIsQuoted() throws Exception {
        started("a,b=*", 1);
        assertThat(names()).contains("org.recado:type=Node,node=\"a,b=\\*\"");
    }

    @Test
    void noneIsThereWhereTheyAreOff() throws Exception {
        var off = new Beans(server, "off", 1);
        off.beans.isEnabled = false;
        off.beans.begin(new Begun());
        assertThat(names()).isEmpty();
    }

    @Test
    void whatIsNotKnownIsSaidToBeUnknown() throws Exception {
        started("one", 1);
        assertThat(partition().getState()).isEqualTo("unknown");
        assertThat(partition().getMessages()).isEqualTo(-1);
        assertThat(of("DeadLetters", DeadLettersMXBean.class).getWaiting()).isEqualTo(-1);
        assertThat(of("Node", NodeMXBean.class).getPartitionsPaused()).isEqualTo(-1);
        var redis = of("Store,name=redis", StoreMXBean.class);
        assertThat(redis.isUp()).isFalse();
        assertThat(redis.getDetail()).isEqualTo("no answer in 2000 ms");
        assertThat(redis.getLastUp()).isEmpty();
    }

    @Test
    void aPauseShowsAtOnceAndIsInTheRecord() throws Exception {
        var one = started("one", 1);
        partition().pause("upgrade");
        assertThat(partition().getState()).isEqualTo("paused");
        assertThat(partition().getPausedBy()).isEqualTo("jmx");
        assertThat(partition().getPauseNote()).isEqualTo("upgrade");
        assertThat(partition().getPausedSince()).isEqualTo(Beans.NOON.toString());
        assertThat(partition().getMessages()).isEqualTo(7);
        partition().resume();
        assertThat(partition().getState()).isEqualTo("open");
        assertThat(one.record)
                .extracting(Entry::action)
                .containsExactly(Action.PARTITION_PAUSED, Action.PARTITION_RESUMED);
        assertThat(one.record.get(0).actor()).contains(Orders.BY);
        assertThat(one.record.get(0).detail()).containsEntry("note", "upgrade");
    }

    @Test
    void aNodeIsDrainedAndThatIsInTheRecord() throws Exception {
        var one = started("one", 1);
        of("Node", NodeMXBean.class).drain();
        assertThat(one.drains).isEqualTo(1);
        assertThat(one.record.get(0).action()).isEqualTo(Action.NODE_DRAINED);
        assertThat(one.record.get(0).subject()).isEqualTo("node:one");
    }

    @Test
    void aWrongArgumentIsToldInClassesThatAConsoleHas() throws Exception {
        var one = started("one", 1);
        assertThatThrownBy(() -> partition().pause(" "))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("note: missing");
        var letters = of("DeadLetters", DeadLettersMXBean.class);
        assertThatThrownBy(() -> letters.replay("7")).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letters.replayAll(0)).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letters.replayReason("none", 1)).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letters.list(201)).isExactlyInstanceOf(IllegalArgumentException.class);
        assertThat(one.record).isEmpty();
    }

    @Test
    void stepsAreTablesThatAConsoleWithoutOurClassesReads() throws Exception {
        started("one", 1);
        Outside.METERS.time("recado.posting.step", Duration.ofMillis(4), "step", "jmx");
        var steps = (TabularData) server.getAttribute(name("Flow"), "Steps");
        var step = (CompositeData) steps.get(new Object[] {"jmx"}).get("value");
        assertThat((long) step.get("count")).isEqualTo(1);
        assertThat((double) step.get("totalMs")).isEqualTo(4);
    }

    @Test
    void aBeanIsAskedWithTheApplicationsClassLoaderAndLeavesTheThreadAsItWas() throws Exception {
        var seen = new ArrayList<ClassLoader>();
        var one = new Beans(server, "one", 1);
        one.beans.stores = new Stores() {
            @Override
            public synchronized Map<String, State> look() {
                seen.add(Thread.currentThread().getContextClassLoader());
                return Map.of("redis", new State(true, "", Duration.ZERO, Optional.empty()));
            }
        };
        one.beans.begin(new Begun());
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(null);
        try {
            server.getAttribute(name("Store,name=redis"), "Up");
            server.getAttributes(name("Store,name=redis"), new String[] {"Up"});
            assertThat(Thread.currentThread().getContextClassLoader()).isNull();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(seen).hasSize(2).containsOnly(MXBeans.class.getClassLoader());
    }

    private Beans started(String node, int partitions) {
        var beans = new Beans(server, node, partitions);
        beans.beans.begin(new Begun());
        return beans;
    }

    private Set<String> names() throws MalformedObjectNameException {
        return server.queryNames(new ObjectName("org.recado:*"), null).stream()
                .map(ObjectName::toString)
                .collect(Collectors.toSet());
    }

    private PartitionMXBean partition() throws MalformedObjectNameException {
        return of("Partition,number=0", PartitionMXBean.class);
    }

    private <T> T of(String type, Class<T> shape) throws MalformedObjectNameException {
        return JMX.newMXBeanProxy(server, name(type), shape);
    }

    private static ObjectName name(String type) throws MalformedObjectNameException {
        return new ObjectName("org.recado:type=" + type + ",node=one");
    }
}
