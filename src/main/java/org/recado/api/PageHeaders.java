package org.recado.api;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Remote;

/**
 * Every answer says what a browser may do with it: run and load only what this server itself sends, never be framed,
 * never be taken for another type, ask for nothing of the device. The one inline script, the pages' import map, is
 * allowed by its digest. web.xml puts it before all else, so that a refusal by another filter has them too.
 */
public class PageHeaders extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final System.Logger LOG = System.getLogger(PageHeaders.class.getName());
    private static final List<String> PAGES = List.of("/index.html", "/ops/index.html");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    /** Features of browsers that the pages do not use; one that a browser does not know it ignores. */
    private static final String NOT_USED = Stream.of(
                    "accelerometer",
                    "autoplay",
                    "bluetooth",
                    "browsing-topics",
                    "camera",
                    "display-capture",
                    "encrypted-media",
                    "fullscreen",
                    "geolocation",
                    "gyroscope",
                    "hid",
                    "idle-detection",
                    "magnetometer",
                    "microphone",
                    "midi",
                    "payment",
                    "picture-in-picture",
                    "publickey-credentials-get",
                    "screen-wake-lock",
                    "serial",
                    "usb",
                    "web-share",
                    "xr-spatial-tracking")
            .map(feature -> feature + "=()")
            .collect(Collectors.joining(", "));

    @Inject
    @ConfigProperty(name = "recado.http.hsts-seconds")
    long hstsSeconds;

    @Inject
    transient Remote remote;

    private String contentSecurityPolicy;

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(config);
        contentSecurityPolicy = policy(PAGES.stream()
                .map(this::page)
                .map(PageHeaders::importMapDigest)
                .distinct()
                .toList());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("Content-Security-Policy", contentSecurityPolicy);
        response.setHeader("Permissions-Policy", NOT_USED);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        if (hstsSeconds > 0 && remote.isSecure(request)) {
            response.setHeader("Strict-Transport-Security", "max-age=" + hstsSeconds);
        }
        response.setHeader("Cache-Control", caching(request.getServletPath()));
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            // an answer that has begun must break off, and not look whole
            if (response.isCommitted()) {
                throw e;
            }
            // so Open Liberty says that there is no such file
            if (e.getCause() instanceof FileNotFoundException) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            } else {
                failed(response, e);
            }
        }
    }

    // a server that answers for an exception itself forgets the headers, and shows where it came from
    private static void failed(HttpServletResponse response, Exception failure) throws IOException {
        var number = UUID.randomUUID();
        LOG.log(System.Logger.Level.ERROR, "a request failed, number " + number, failure);
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "see the log for number " + number);
    }

    /** Answers of the API are nobody's to keep; files are asked for again by their tag, so that a new version shows at once. */
    static String caching(String path) {
        return path.startsWith("/api") ? "no-store" : "no-cache";
    }

    static String policy(List<String> scriptDigests) {
        String scripts =
                scriptDigests.stream().map(digest -> " 'sha256-" + digest + "'").collect(Collectors.joining());
        return "default-src 'none'; script-src 'self'" + scripts
                + "; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'"
                + "; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    /** The base64 SHA-256 of the page's import map, byte for byte as the browser digests it. */
    static String importMapDigest(String page) {
        Matcher map = IMPORT_MAP.matcher(page);
        if (!map.find()) {
            throw new IllegalStateException("a page has no import map");
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(sha256.digest(map.group(1).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private String page(String path) {
        try (InputStream page = getServletContext().getResourceAsStream(path)) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
