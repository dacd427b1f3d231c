package org.recado.ops.jmx;

import java.time.Instant;
import org.recado.platform.Stores;
import org.recado.platform.Stores.State;

/** One of {@link Stores#NAMES}. */
class JmxStore implements StoreMXBean {

    private final Stores stores;
    private final String name;

    JmxStore(Stores stores, String name) {
        this.stores = stores;
        this.name = name;
    }

    private State state() {
        return stores.look().get(name);
    }

    @Override
    public boolean isUp() {
        return state().up();
    }

    @Override
    public String getDetail() {
        return state().detail();
    }

    @Override
    public long getTookMs() {
        return state().took().toMillis();
    }

    @Override
    public String getLastUp() {
        return state().lastUp().map(Instant::toString).orElse("");
    }
}
