package org.recado.ops.jmx;

import org.recado.ops.Standing;
import org.recado.platform.QueueDepths.Depth;

/** A queue as it stood a moment ago. */
class JmxQueue implements QueueMXBean {

    private final Standing standing;
    private final String name;

    JmxQueue(Standing standing, String name) {
        this.standing = standing;
        this.name = name;
    }

    @Override
    public long getMessages() {
        return standing.queue(name).map(Depth::messages).orElse(-1);
    }

    @Override
    public long getConsumers() {
        return standing.queue(name).map(Depth::consumers).orElse(-1);
    }
}
