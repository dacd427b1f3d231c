package org.recado.bench;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** The server's JVM from inside, through its own management beans. */
final class ServerJvm implements AutoCloseable {

    private static final String RECORDING = "bench";
    private static final long KIB = 1_024;

    private final long pid;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private ServerJvm(long pid, JMXConnector connector) throws IOException {
        this.pid = pid;
        this.connector = connector;
        beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // the other side is a process that this bench has started itself
    static ServerJvm of(long pid) throws Exception {
        var machine = VirtualMachine.attach(Long.toString(pid));
        try {
            return new ServerJvm(
                    pid, JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent())));
        } finally {
            machine.detach();
        }
    }

    /** Bytes allocated so far by each thread that lives. */
    Map<Long, Long> allocated() throws IOException {
        var threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
        var ids = threads.getAllThreadIds();
        var bytes = threads.getThreadAllocatedBytes(ids);
        var allocated = new HashMap<Long, Long>();
        for (var i = 0; i < ids.length; i++) {
            allocated.put(ids[i], Math.max(0, bytes[i]));
        }
        return allocated;
    }

    /** Bytes allocated since; those of threads that have ended in between are not known. */
    long allocatedSince(Map<Long, Long> before) throws IOException {
        return allocated().entrySet().stream()
                .mapToLong(now -> now.getValue() - before.getOrDefault(now.getKey(), 0L))
                .sum();
    }

    /** What is left on the heap by a full collection, in bytes. */
    long heapAfterCollection() throws IOException {
        var memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    /** What the process holds of the machine's memory, in bytes. */
    long resident() throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElseThrow();
        }
    }

    void startRecording() throws IOException, JMException {
        diagnose("jfrStart", "name=" + RECORDING, "settings=profile");
    }

    void stopRecording(Path file) throws IOException, JMException {
        diagnose("jfrStop", "name=" + RECORDING, "filename=" + file);
    }

    private void diagnose(String command, String... arguments) throws IOException, JMException {
        beans.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                command,
                new Object[] {arguments},
                new String[] {String[].class.getName()});
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
