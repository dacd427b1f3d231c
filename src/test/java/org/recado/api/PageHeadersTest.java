package org.recado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.recado.platform.Remote;

class PageHeadersTest {
    @Test
    void digestIsTheOneABrowserComputes() {
        // printf abc | openssl dgst -sha256 -binary | base64
        assertThat(PageHeaders.importMapDigest("<p><script type=\"importmap\">abc</script>"))
                .isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    @Test
    void bothPagesCarryTheSameImportMapEachFromWhereItIs() throws IOException {
        assertThat(PageHeaders.importMapDigest(page("index.html")))
                .isEqualTo(PageHeaders.importMapDigest(page("ops/index.html").replace("\"../", "\"./")));
    }

    @Test
    void pagesHaveNoOtherInlineCode() throws IOException {
        for (String page : List.of(page("index.html"), page("ops/index.html"))) {
            assertThat(page)
                    .doesNotContainPattern("\\son[a-z]+=")
                    .doesNotContain("<style", " style=", "http://", "https://");
            assertThat(page.split("<script(?! type=\"module\" src=)", -1)).hasSize(2);
        }
    }

    @Test
    void policyAllowsTheDigestAndNoOtherInlineScript() {
        assertThat(PageHeaders.policy(List.of("abc=")))
                .contains("script-src 'self' 'sha256-abc=';", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
    }

    @Test
    void policyAllowsTheServiceWorkerAndTheManifestOfThisServerOnly() {
        assertThat(PageHeaders.policy(List.of())).contains("worker-src 'self';", "manifest-src 'self';");
    }

    @Test
    void pageWithoutImportMapStopsTheStart() {
        assertThatThrownBy(() -> PageHeaders.importMapDigest("<html></html>"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anAnswerToAFailureHasTheHeadersToo() throws Exception {
        var answer = new Answer(false);
        filter(false).doFilter(request(false), answer.response(), (q, r) -> {
            throw new IllegalStateException("secret");
        });
        assertThat(answer.said)
                .contains("setHeader X-Content-Type-Options nosniff")
                .anyMatch(s -> s.startsWith("sendError 500 see the log for number "))
                .noneMatch(s -> s.contains("secret") || s.contains("Strict-Transport-Security"));
    }

    @Test
    void aMissingFileIsNotFoundHoweverAServerSaysSo() throws Exception {
        var answer = new Answer(false);
        filter(false).doFilter(request(false), answer.response(), (q, r) -> {
            throw new ServletException(new FileNotFoundException("secret"));
        });
        assertThat(answer.said).contains("sendError 404").noneMatch(s -> s.contains("secret"));
    }

    @Test
    void anAnswerThatHasBegunBreaksOff() {
        assertThatThrownBy(() -> filter(false).doFilter(request(false), new Answer(true).response(), (q, r) -> {
                    throw new IllegalStateException("half");
                }))
                .hasMessage("half");
    }

    @Test
    void onlyWhoCameByTlsIsToldToComeByTlsOnly() throws Exception {
        for (var secure : List.of(true, false)) {
            for (var believed : List.of(true, false)) {
                var answer = new Answer(false);
                filter(believed).doFilter(request(secure), answer.response(), (q, r) -> {});
                assertThat(answer.said.contains("setHeader Strict-Transport-Security max-age=60"))
                        .isEqualTo(secure || believed);
            }
        }
    }

    private static PageHeaders filter(boolean believesProxy) {
        var filter = new PageHeaders();
        filter.hstsSeconds = 60;
        filter.remote = new Remote() {
            @Override
            public boolean isSecure(HttpServletRequest request) {
                return request.isSecure() || believesProxy;
            }
        };
        return filter;
    }

    private static HttpServletRequest request(boolean secure) {
        return fake(HttpServletRequest.class, (method, args) -> switch (method) {
            case "isSecure" -> secure;
            case "getServletPath" -> "/";
            default -> null;
        });
    }

    /** Notes what is done to it. */
    private record Answer(boolean isCommitted, List<String> said) {
        Answer(boolean isCommitted) {
            this(isCommitted, new ArrayList<>());
        }

        HttpServletResponse response() {
            return fake(HttpServletResponse.class, (method, args) -> {
                if (method.equals("isCommitted")) {
                    return isCommitted;
                }
                said.add(method + " " + Arrays.stream(args).map(String::valueOf).collect(Collectors.joining(" ")));
                return null;
            });
        }
    }

    private interface Said {
        Object to(String method, Object[] args);
    }

    private static <T> T fake(Class<T> type, Said said) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, args) -> said.to(method.getName(), args)));
    }

    @Test
    void answersOfTheApiAreNotKept() {
        assertThat(PageHeaders.caching("/api")).isEqualTo("no-store");
        assertThat(PageHeaders.caching("/js/app.js")).isEqualTo("no-cache");
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("src/main/webapp", name));
    }
}
