package org.recado.ops.jmx;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ReflectionException;
import javax.management.StandardMBean;

/** An MXBean that tells consoles what its interface {@link Says}, and is asked as by a thread of the application. */
final class Described extends StandardMBean {

    private final ClassLoader application = getClass().getClassLoader();

    /** All methods of {@code shape} have a name of their own and say something. */
    <T> Described(T bean, Class<T> shape) {
        super(bean, shape, true);
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException, MBeanException, ReflectionException {
        var before = enter();
        try {
            return super.getAttribute(name);
        } finally {
            leave(before);
        }
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        var before = enter();
        try {
            return super.getAttributes(names);
        } finally {
            leave(before);
        }
    }

    @Override
    public Object invoke(String name, Object[] arguments, String[] signature)
            throws MBeanException, ReflectionException {
        var before = enter();
        try {
            return super.invoke(name, arguments, signature);
        } finally {
            leave(before);
        }
    }

    // CDI asks the thread's class loader for the application, and a server's JMX threads have none
    private ClassLoader enter() {
        var before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(application);
        return before;
    }

    private static void leave(ClassLoader before) {
        Thread.currentThread().setContextClassLoader(before);
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return said(getMBeanInterface());
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return said(method((info.isIs() ? "is" : "get") + info.getName()));
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return said(method(info.getName()));
    }

    @Override
    protected String getParameterName(MBeanOperationInfo operation, MBeanParameterInfo info, int place) {
        return said(method(operation.getName()).getParameters()[place]);
    }

    private Method method(String name) {
        return Arrays.stream(getMBeanInterface().getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String said(AnnotatedElement of) {
        return of.getAnnotation(Says.class).value();
    }
}
