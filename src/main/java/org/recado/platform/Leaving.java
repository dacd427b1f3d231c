package org.recado.platform;

import com.fasterxml.jackson.databind.type.TypeFactory;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.metamodel.ManagedType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.boot.model.internal.BinderHelper;

/** Takes what is of the application out of the lists of the JVM, which outlive it (docs/decisions/undeploy.md). */
@ApplicationScoped
class Leaving {

    private static final System.Logger LOG = System.getLogger(Leaving.class.getName());
    private static final ClassLoader OURS = Leaving.class.getClassLoader();
    private static final List<Map.Entry<String, MethodType>> RECORD_METHODS = List.of(
            Map.entry("equals", MethodType.methodType(boolean.class, String.class, Object.class)),
            Map.entry("hashCode", MethodType.methodType(int.class, String.class)),
            Map.entry("toString", MethodType.methodType(String.class, String.class)));
    private static final String HOOK = "password4j-shutdownhook";

    private final Set<Class<?>> annotations = new HashSet<>();

    @PersistenceContext
    EntityManager entities;

    void begin(@Observes Begun begun) {
        entities.getMetamodel().getManagedTypes().stream()
                .map(ManagedType::getJavaType)
                .flatMap(type -> Stream.of(
                        Stream.of(type), Stream.of(type.getDeclaredFields()), Stream.of(type.getDeclaredMethods())))
                .flatMap(elements -> elements)
                .flatMap(element -> Stream.of(element.getAnnotations()))
                .forEach(annotation -> annotations.add(annotation.annotationType()));
    }

    @PreDestroy
    void leave() {
        forgetDriver();
        forgetHook();
        forgetAnnotations();
        forgetRecords();
        forgetTypes();
    }

    private static void forgetDriver() {
        for (var driver : DriverManager.drivers().toList()) {
            if (driver.getClass().getClassLoader() == OURS) {
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (SQLException e) {
                    LOG.log(System.Logger.Level.WARNING, "a JDBC driver stays registered: {0}", e.toString());
                }
            }
        }
    }

    // for threads of the library that are never begun; nothing public takes it back
    private static void forgetHook() {
        try {
            var jvm = Class.forName("java.lang.ApplicationShutdownHooks");
            var field = jvm.getDeclaredField("hooks");
            field.setAccessible(true);
            synchronized (jvm) {
                // none while the JVM ends
                var hooks = Optional.ofNullable((Map<?, ?>) field.get(null));
                hooks.map(Map::keySet).map(List::copyOf).orElse(List.of()).stream()
                        .map(Thread.class::cast)
                        .filter(hook -> hook.getName().equals(HOOK) && isOurs(hook.getContextClassLoader()))
                        .forEach(Runtime.getRuntime()::removeShutdownHook);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a shutdown hook stays: {0}", e.toString());
        }
    }

    // Open Liberty's threads have a class loader of its own in front of ours
    private static boolean isOurs(ClassLoader loader) {
        try {
            return Class.forName(Leaving.class.getName(), false, loader) == Leaving.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    // Hibernate notes something of its own at each annotation it meets, and their classes are the server's
    private void forgetAnnotations() {
        try {
            var field = BinderHelper.class.getDeclaredField("annotationMetaCacheForRepeatableDialectOverride");
            field.setAccessible(true);
            annotations.forEach(((ClassValue<?>) field.get(null))::remove);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "notes of Hibernate stay: {0}", e.toString());
        }
    }

    // Java 17 holds on to the types that it made a record's methods for last: here to one of its own
    private static void forgetRecords() {
        var itself = MethodHandles.identity(String.class);
        try {
            for (var method : RECORD_METHODS) {
                ObjectMethods.bootstrap(
                        MethodHandles.lookup(), method.getKey(), method.getValue(), String.class, "value", itself);
            }
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "a class stays: {0}", e.toString());
        }
    }

    // where Jackson is the server's (Payara), it remembers Flyway's classes
    private static void forgetTypes() {
        TypeFactory.defaultInstance().clearCache();
    }
}
