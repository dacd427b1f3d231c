package org.recado.socket;

import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;

/** Answers {@code phoenix} where it was offered, and nothing else ever: the bearer entry is no protocol. */
public class Negotiation extends ServerEndpointConfig.Configurator {

    @Override
    public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
        return requested.contains(Handshake.SUBPROTOCOL) ? Handshake.SUBPROTOCOL : "";
    }
}
