package org.recado.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageHeadersTest {
    @Test
    void digestIsTheOneABrowserComputes() {
        // printf abc | openssl dgst -sha256 -binary | base64
        assertThat(PageHeaders.importMapDigest("<p><script type=\"importmap\">abc</script>"))
                .isEqualTo("ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    @Test
    void bothPagesCarryTheSameImportMap() throws IOException {
        assertThat(PageHeaders.importMapDigest(page("index.html")))
                .isEqualTo(PageHeaders.importMapDigest(page("ops/index.html")));
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
    void pageWithoutImportMapStopsTheStart() {
        assertThatThrownBy(() -> PageHeaders.importMapDigest("<html></html>"))
                .isInstanceOf(IllegalStateException.class);
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
