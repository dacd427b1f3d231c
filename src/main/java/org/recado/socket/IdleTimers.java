package org.recado.socket;

import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps Tyrus, the WebSocket of Payara, from setting a timer at every frame, in and out, for an idle timeout that nobody
 * has asked for ({@code docs/decisions/idle-timers.md}). Any other server's sessions are left as they are.
 */
final class IdleTimers {

    private static final System.Logger LOG = System.getLogger(IdleTimers.class.getName());
    private static final String TYRUS = "org.glassfish.tyrus.core.TyrusSession";
    private static final String TIMERS = "service";
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private IdleTimers() {}

    /** From here on the session sets a timer only where it has an idle timeout. */
    static void still(Session session) {
        if (!session.getClass().getName().equals(TYRUS)) {
            return;
        }
        try {
            var field = session.getClass().getDeclaredField(TIMERS);
            field.setAccessible(true);
            field.set(session, unlessAtOnce((ScheduledExecutorService) field.get(session)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            // another release of it: slower, and else the same
            if (!SAID.getAndSet(true)) {
                LOG.log(System.Logger.Level.WARNING, "the server''s idle timers cannot be stilled: {0}", e.toString());
            }
        }
    }

    // without an idle timeout it asks for a timer of no time, which does nothing
    private static ScheduledExecutorService unlessAtOnce(ScheduledExecutorService timers) {
        InvocationHandler handler = (proxy, method, given) ->
                method.getName().equals("schedule") && (long) given[1] <= 0 ? null : call(method, timers, given);
        return (ScheduledExecutorService) Proxy.newProxyInstance(
                IdleTimers.class.getClassLoader(), new Class<?>[] {ScheduledExecutorService.class}, handler);
    }

    private static Object call(Method method, Object target, Object[] given) throws Throwable {
        try {
            return method.invoke(target, given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
