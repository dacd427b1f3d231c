package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class RemoteTest {

    private final Remote remote = new Remote();

    @Test
    void theProxysWordCountsOnlyWhereItIsBelieved() {
        assertThat(remote.isSecure(request(false, "https"))).isFalse();
        remote.believesForwardedProto = true;
        assertThat(remote.isSecure(request(false, "https"))).isTrue();
        assertThat(remote.isSecure(request(false, "http"))).isFalse();
        assertThat(remote.isSecure(request(false, null))).isFalse();
    }

    @Test
    void tlsToTheServerItselfNeedsNobodysWord() {
        assertThat(remote.isSecure(request(true, null))).isTrue();
    }

    private static HttpServletRequest request(boolean secure, String forwarded) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                HttpServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> method.getName().equals("isSecure") ? secure : forwarded);
    }
}
