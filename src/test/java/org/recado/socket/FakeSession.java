package org.recado.socket;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A server's WebSocket session as the endpoint uses it; what is written waits in flight while the client does not read. */
final class FakeSession implements InvocationHandler {

    final List<String> sent = new ArrayList<>();
    final List<Integer> closed = new ArrayList<>();
    private final Map<String, Object> properties = new HashMap<>();
    private final Principal principal;
    private final RemoteEndpoint.Async remote = proxy(RemoteEndpoint.Async.class, this);
    private Optional<SendHandler> inFlight = Optional.empty();
    private boolean reads = true;

    FakeSession(Principal principal) {
        this.principal = principal;
    }

    Session session() {
        return proxy(Session.class, this);
    }

    /** Whether the client reads what is written. */
    void reads(boolean now) {
        reads = now;
        while (reads && inFlight.isPresent()) {
            var handler = inFlight.get();
            inFlight = Optional.empty();
            handler.onResult(new SendResult());
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] args) {
        return switch (method.getName()) {
            case "getUserProperties" -> properties;
            case "getUserPrincipal" -> principal;
            case "getAsyncRemote" -> remote;
            case "setMaxIdleTimeout", "setMaxTextMessageBufferSize", "setMaxBinaryMessageBufferSize" -> null;
            case "close" -> closed.add(((CloseReason) args[0]).getCloseCode().getCode()) ? null : this;
            case "sendText" -> send((String) args[0], (SendHandler) args[1]);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Object send(String text, SendHandler handler) {
        if (inFlight.isPresent() || !closed.isEmpty()) {
            throw new AssertionError("written while " + (closed.isEmpty() ? "a write is in flight" : "closed"));
        }
        sent.add(text);
        if (reads) {
            handler.onResult(new SendResult());
        } else {
            inFlight = Optional.of(handler);
        }
        return null;
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
