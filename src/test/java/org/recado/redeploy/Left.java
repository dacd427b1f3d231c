package org.recado.redeploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What an undeployed application has left in the JVM. */
final class Left {
    private static final String OURS = "org.recado.platform.Amqp";
    /** Threads of the servers' and the JVM's own pools, which grow with the work that comes and stay for the next. */
    private static final Pattern SERVERS_OWN = Pattern.compile(String.join(
            "|",
            "default task-N",
            "Default Executor-thread-N",
            "http-thread-pool::http-listener(-N)?\\(N\\)",
            // of a start that goes on after the server has said that it is up
            "DestroyJavaVM",
            "GlassFish Kernel Main Thread",
            "JMS_PROXY_.*",
            "RMI .*",
            "Reference Reaper #N",
            "CM Configuration Updater",
            "CM Event Dispatcher",
            // Payara's timer of its pools has two, one of them without a name
            "Timer-N",
            "Container(Background|BackgroundSession)Processor\\[StandardEngine.*",
            "EventAdminAsyncThread #N",
            "FileSystemWatchService",
            "GFFileHandler log pump",
            "Gogo shell",
            "Job Cleanup Service",
            "concurrent/__defaultManaged(Scheduled)?ExecutorService-managedThreadFactory-Thread-N",
            "connector-timer-proxy",
            "fileinstall-.*",
            "hz\\..*",
            "payara-executor-service-task",
            // Open Liberty's readers of archives
            "ClassloaderMapProcessingThread-N",
            "reaper logger",
            "zip file reaper"));
    /** The PostgreSQL driver's, ended with the driver's class loader. */
    private static final String CLEANER = "Cleaner-N";
    /** Open Liberty's, for what is due in its transactions; it has no more of them. */
    private static final String ALARM = "pool-N-thread-N";

    private static final int ALARMS = 10;

    private final Jvm jvm;
    private final Map<String, Integer> before;
    private final Collection<Integer> ports;

    Left(Jvm jvm, Map<String, Integer> before, Collection<Integer> ports) {
        this.jvm = jvm;
        this.before = before;
        this.ports = ports;
    }

    /** Threads and connections, in words; {@code drivers} for PostgreSQL are there still. */
    List<String> look(int drivers) {
        var left = new ArrayList<String>();
        threads().forEach((name, many) -> {
            var isOwn = SERVERS_OWN.matcher(name).matches()
                    || (name.equals(CLEANER) && many <= drivers)
                    || (name.equals(ALARM) && many <= ALARMS);
            if (!isOwn) {
                left.add("thread \"" + name + "\" " + many + " times");
            }
        });
        try {
            jvm.connections(ports).forEach((port, many) -> left.add(many + " connections to port " + port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return left;
    }

    /** Collects the garbage; how many class loaders of ours are there still. */
    int loaders() {
        jvm.jcmd("GC.run");
        return jvm.copies(OURS);
    }

    /** What keeps those class loaders, in words, and of which the server or the JDK is the cause. */
    Keepers keepers(Path dump) throws IOException {
        jvm.jcmd("GC.heap_dump", "-overwrite", dump.toString());
        return Keepers.in(dump, OURS);
    }

    Map<String, Integer> serversOwn() {
        var own = threads();
        own.keySet().removeIf(name -> !SERVERS_OWN.matcher(name).matches());
        return own;
    }

    private Map<String, Integer> threads() {
        var more = new TreeMap<String, Integer>();
        jvm.threads().forEach((name, many) -> {
            var added = many - before.getOrDefault(name, 0);
            if (added > 0) {
                more.put(name, added);
            }
        });
        return more;
    }
}
