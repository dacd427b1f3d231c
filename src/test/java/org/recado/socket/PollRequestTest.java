package org.recado.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.recado.auth.SessionTokens;

class PollRequestTest {

    private static final SessionTokens SESSIONS = new SessionTokens() {
        @Override
        public boolean isOurs(String token) {
            return token.startsWith("session");
        }
    };

    @Test
    void firstPollHasTheCallersTokenAndAnEmptyPiece() {
        var asked = asked("token=caller&vsn=2.0.0&", Map.of());

        assertThat(asked.callerToken()).contains("caller");
        assertThat(asked.sessionToken()).isEmpty();
        assertThat(asked.vsn()).contains("2.0.0");
    }

    @Test
    void sessionsTokenStandsBehindTheCallersByTheSameName() {
        var asked = asked("token=caller&vsn=2.0.0&token=session%2E1", Map.of());

        assertThat(asked.callerToken()).contains("caller");
        assertThat(asked.sessionToken()).contains("session.1");
    }

    @Test
    void sessionsTokenIsNotTakenForTheCallersWhichCameInAHeader() {
        var asked = asked("vsn=2.0.0&token=session.1", Map.of("X-Phoenix-AuthToken", "caller"));

        assertThat(asked.callerToken()).contains("caller");
        assertThat(asked.sessionToken()).contains("session.1");
    }

    @Test
    void sessionsTokenInAHeaderIsTaken() {
        var asked = asked("token=caller&vsn=2.0.0", Map.of("X-Phoenix-Longpoll-Token", "session.1"));

        assertThat(asked.callerToken()).contains("caller");
        assertThat(asked.sessionToken()).contains("session.1");
    }

    @Test
    void queryThatCannotBeDecodedIsBad() {
        assertThatThrownBy(() -> asked("token=%zz", Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static PollRequest asked(String query, Map<String, String> headers) {
        var request = (HttpServletRequest) Proxy.newProxyInstance(
                PollRequestTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getQueryString" -> query;
                    case "getHeader" -> headers.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        return PollRequest.of(request, SESSIONS);
    }
}
