package org.recado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.recado.auth.Caller;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.id.UserId;
import org.recado.limit.Limit;
import org.recado.limit.Limits;
import org.recado.limit.LimitsOf;
import org.recado.platform.Remote;

class PaceTest {

    private static final Duration WAIT = Duration.ofMillis(70);

    @Test
    void addressThatAsksTooOftenIsRefusedWithTheTimeToWait() {
        var pace = new AddressPace();
        pace.limits = without(Limit.REQUESTS_PER_ADDRESS);
        pace.servletRequest = (HttpServletRequest) Proxy.newProxyInstance(
                PaceTest.class.getClassLoader(), new Class<?>[] {HttpServletRequest.class}, (proxy, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        pace.remote = new Remote() {
            @Override
            public String counted(HttpServletRequest request) {
                return "c6336407";
            }
        };
        assertThatThrownBy(() -> pace.filter(null)).satisfies(PaceTest::saysWhen);

        pace.limits = LimitsOf.none();
        assertThatCode(() -> pace.filter(null)).doesNotThrowAnyException();
    }

    @Test
    void userWhoAsksTooOftenIsRefusedWithTheTimeToWait() throws NoSuchMethodException {
        var pace = callerPace(Calls.class.getDeclaredMethod("call"));
        pace.limits = without(Limit.REQUESTS_PER_USER);
        assertThatThrownBy(() -> pace.filter(null)).satisfies(PaceTest::saysWhen);

        pace.limits = LimitsOf.none();
        assertThatCode(() -> pace.filter(null)).doesNotThrowAnyException();
    }

    @Test
    void callWithoutACallerIsOfNoUser() throws NoSuchMethodException {
        var pace = callerPace(Calls.class.getDeclaredMethod("open"));
        pace.limits = without(Limit.REQUESTS_PER_USER);
        assertThatCode(() -> pace.filter(null)).doesNotThrowAnyException();
    }

    /** Stands for a resource. */
    interface Calls {
        void call();

        @Open
        void open();
    }

    private static CallerPace callerPace(Method called) {
        var pace = new CallerPace();
        pace.signed = new Signed();
        pace.signed.in(new Caller(new UserId("ana"), Set.of()));
        pace.resource = new ResourceInfo() {
            @Override
            public Method getResourceMethod() {
                return called;
            }

            @Override
            public Class<?> getResourceClass() {
                return Calls.class;
            }
        };
        return pace;
    }

    private static Limits without(Limit tooMuch) {
        return LimitsOf.played(limit -> limit == tooMuch ? Optional.of(WAIT) : Optional.empty());
    }

    private static void saysWhen(Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMITED);
            assertThat(refused.retryAfter()).contains(WAIT);
        });
    }
}
