package org.recado.redeploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.netbeans.lib.profiler.heap.Heap;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;
import org.netbeans.lib.profiler.heap.ObjectFieldValue;
import org.netbeans.lib.profiler.heap.Value;

/** What keeps class loaders in a heap: the ways to them from the heap's roots. */
final class Keepers {
    /**
     * Fields of the JDK and of the servers that hold what they served last, or once: found in dumps, and out of an
     * application's reach (docs/decisions/undeploy.md).
     */
    private static final Set<String> OTHERS = Set.of(
            // Java 17: each method handle holds the type that it was asked for last
            "java.lang.invoke.MethodHandle.asTypeCache",
            // a thread holds what was at work when it was made; that each is one of the server's is for Left to say
            "java.lang.Thread.inheritedAccessControlContext",
            "java.lang.Thread.contextClassLoader",
            // Payara: a request that is kept for reuse holds the upgrade that it was used for last
            "org.apache.catalina.connector.Request.httpUpgradeHandler",
            // Open Liberty: a logger holds the class that asked for it first, here one of the driver's
            "com.ibm.websphere.ras.TraceComponent.aClass",
            // WildFly: a thread that waits for work holds the request that it served last
            "org.jboss.threads.EnhancedQueueExecutor$Task.delegate",
            // Payara: a class that two threads have loaded at once can hold one of them (defineClassParallel)
            "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader.m_classLocks",
            // Payara: the thread that looks after pools holds the one that it looked at last
            "com.sun.enterprise.resource.pool.resizer.Resizer.handler",
            "com.sun.enterprise.resource.pool.resizer.Resizer.pool",
            "com.sun.enterprise.resource.pool.resizer.Resizer.dataStructure");

    private static final Set<String> WEAK = Set.of(
            "java.lang.ref.WeakReference",
            "java.lang.ref.SoftReference",
            "java.lang.ref.PhantomReference",
            "java.lang.ref.FinalReference");
    private static final int MOST_STEPS = 12;

    private record Step(Instance to, String field) {}

    private final Heap heap;
    private final Map<String, Integer> others = new TreeMap<>();
    private final List<String> ours;

    private Keepers(Heap heap, String className) {
        this.heap = heap;
        ours = loaders(className).stream().flatMap(each -> way(each).stream()).toList();
    }

    /** @param className a class that each of the class loaders has */
    static Keepers in(Path dump, String className) throws IOException {
        return new Keepers(HeapFactory.createHeap(dump.toFile()), className);
    }

    /** A way from a root to each class loader that not only others keep, in words. */
    List<String> ours() {
        return ours;
    }

    /** How many class loaders each of the others' fields keeps, that nothing else keeps. */
    Map<String, Integer> others() {
        return others;
    }

    @SuppressWarnings("unchecked")
    private Collection<Instance> loaders(String className) {
        return ((List<JavaClass>) heap.getAllClasses())
                .stream()
                        .filter(each -> each.getName().equals(className))
                        .map(JavaClass::getClassLoader)
                        .collect(Collectors.toMap(Instance::getInstanceId, each -> each, (a, b) -> a))
                        .values();
    }

    private Optional<String> way(Instance loader) {
        var from = new HashMap<Long, Step>();
        var others = new TreeMap<String, Integer>();
        var open = new ArrayDeque<>(List.of(loader));
        from.put(loader.getInstanceId(), new Step(loader, ""));
        while (!open.isEmpty()) {
            var here = open.remove();
            var root = heap.getGCRoot(here);
            if (root != null) {
                return Optional.of(root.getKind() + told(here, from));
            }
            // an object holds its class, without a field
            for (var one : instances(here)) {
                if (from.putIfAbsent(
                                one.getInstanceId(),
                                new Step(
                                        here,
                                        "an object of " + one.getJavaClass().getName()))
                        == null) {
                    open.add(one);
                }
            }
            for (var value : values(here)) {
                var holder = holder(value);
                var field = field(value);
                if (OTHERS.contains(field)) {
                    others.put(field, 1);
                } else if (holder != null
                        && !isWeak(holder, field)
                        && from.putIfAbsent(holder.getInstanceId(), new Step(here, field)) == null) {
                    open.add(holder);
                }
            }
        }
        others.forEach((field, once) -> this.others.merge(field, once, Integer::sum));
        return Optional.empty();
    }

    @SuppressWarnings("unchecked")
    private static List<Value> values(Instance instance) {
        return instance.getReferences();
    }

    @SuppressWarnings("unchecked")
    private List<Instance> instances(Instance here) {
        var type = here.getJavaClass().getName().equals("java.lang.Class")
                ? heap.getJavaClassByID(here.getInstanceId())
                : null;
        return type == null || type.getClassLoader() == null ? List.of() : type.getInstances();
    }

    private Instance holder(Value value) {
        return value instanceof ObjectFieldValue held && held.getField().isStatic()
                ? heap.getInstanceByID(held.getField().getDeclaringClass().getJavaClassId())
                : value.getDefiningInstance();
    }

    private static String field(Value value) {
        if (!(value instanceof ObjectFieldValue held)) {
            return value.getDefiningInstance().getJavaClass().getName();
        }
        return held.getField().getDeclaringClass().getName() + "."
                + held.getField().getName();
    }

    private static boolean isWeak(Instance holder, String field) {
        return field.equals("java.lang.ref.Reference.referent")
                && superclasses(holder.getJavaClass()).stream().anyMatch(WEAK::contains);
    }

    private static List<String> superclasses(JavaClass type) {
        var names = new ArrayList<String>();
        for (var each = type; each != null; each = each.getSuperClass()) {
            names.add(each.getName());
        }
        return names;
    }

    private static String told(Instance root, Map<Long, Step> from) {
        var words = new StringBuilder(" ").append(root.getJavaClass().getName());
        var step = from.get(root.getInstanceId());
        for (var i = 0; i < MOST_STEPS && !step.field().isEmpty(); i++) {
            words.append("\n      ").append(step.field());
            step = from.get(step.to().getInstanceId());
        }
        return words.toString();
    }
}
