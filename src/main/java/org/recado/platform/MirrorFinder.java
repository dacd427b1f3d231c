package org.recado.platform;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Unmanaged;
import jakarta.inject.Inject;
import java.util.Optional;
import org.eclipse.microprofile.metrics.MetricRegistry;

/** Finds the server's MicroProfile registry; no bean, since WildFly has no such class to inject. */
class MirrorFinder {

    private static final System.Logger LOG = System.getLogger(MirrorFinder.class.getName());

    @Inject
    MetricRegistry registry;

    /** The server's registry; nothing where the server has no MicroProfile Metrics. */
    static Optional<Mirror> find() {
        if (!isThere()) {
            return Optional.empty();
        }
        // Payara's producer asks for its injection point, so the registry must be injected, not looked up
        var finder = new Unmanaged<>(CDI.current().getBeanManager(), MirrorFinder.class)
                .newInstance()
                .produce()
                .inject()
                .get();
        return Optional.of(new MicroProfileMirror(finder.registry));
    }

    /** Whether the server has MicroProfile Metrics. */
    static boolean isThere() {
        try {
            Class.forName(
                    "org.eclipse.microprofile.metrics.MetricRegistry", false, MirrorFinder.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            LOG.log(System.Logger.Level.DEBUG, "no MicroProfile Metrics here", e);
            return false;
        }
    }
}
