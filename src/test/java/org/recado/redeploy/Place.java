package org.recado.redeploy;

import java.net.URI;
import org.recado.stack.Ports;

/**
 * A running server.
 *
 * @param address where the application is
 * @param ready where its readiness is
 */
record Place(Program program, Jvm jvm, URI address, URI ready) {

    /** @param readyPort the port of its health, which may be another */
    static Place of(Program program, long pid, int port, int readyPort) {
        var ready = at(readyPort).resolve("health/ready");
        return new Place(program, new Jvm(pid), at(port), ready);
    }

    private static URI at(int port) {
        return URI.create("http://" + Ports.HOST + ":" + port + "/");
    }
}
