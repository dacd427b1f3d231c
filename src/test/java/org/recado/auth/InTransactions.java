package org.recado.auth;

import static net.bytebuddy.matcher.ElementMatchers.isDeclaredBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.dynamic.loading.ClassLoadingStrategy;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;

/** Gives each call of a bean a transaction of its own, or the one that its caller has, as a container would. */
public final class InTransactions {

    private static final ThreadLocal<EntityManager> CURRENT = new ThreadLocal<>();

    private final EntityManagerFactory database;

    public InTransactions(EntityManagerFactory database) {
        this.database = database;
    }

    /** The entity manager of the transaction that the thread is in. */
    public EntityManager em() {
        return (EntityManager) Proxy.newProxyInstance(
                EntityManager.class.getClassLoader(), new Class<?>[] {EntityManager.class}, (proxy, method, args) -> {
                    try {
                        return method.invoke(CURRENT.get(), args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    public <T> T of(Class<T> bean) throws ReflectiveOperationException {
        var lookup = MethodHandles.privateLookupIn(bean, MethodHandles.lookup());
        return new ByteBuddy()
                .subclass(bean)
                .method(isDeclaredBy(bean))
                .intercept(MethodDelegation.to(this))
                .make()
                .load(bean.getClassLoader(), ClassLoadingStrategy.UsingLookup.of(lookup))
                .getLoaded()
                .getDeclaredConstructor()
                .newInstance();
    }

    @RuntimeType
    public Object call(@SuperCall Callable<?> work) throws Exception {
        if (CURRENT.get() != null) {
            return work.call();
        }
        try (var em = database.createEntityManager()) {
            CURRENT.set(em);
            em.getTransaction().begin();
            var result = work.call();
            em.getTransaction().commit();
            return result;
        } finally {
            CURRENT.remove();
        }
    }
}
