package org.recado.notification.email;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.recado.platform.Begun;

/** Whether and how mails are sent; what is missing or cannot be shows at the start. */
@ApplicationScoped
public class EmailSettings {

    /** How the way to the SMTP server is kept from others. */
    enum Security {
        STARTTLS,
        TLS,
        NONE
    }

    @Inject
    @ConfigProperty(name = "recado.email.smtp-host")
    Optional<String> host = Optional.empty();

    @Inject
    @ConfigProperty(name = "recado.email.smtp-port")
    int port;

    @Inject
    @ConfigProperty(name = "recado.email.smtp-security")
    String securityName;

    @Inject
    @ConfigProperty(name = "recado.email.smtp-user")
    Optional<String> user = Optional.empty();

    @Inject
    @ConfigProperty(name = "recado.email.smtp-password")
    Optional<String> password = Optional.empty();

    @Inject
    @ConfigProperty(name = "recado.email.from")
    Optional<String> fromText = Optional.empty();

    @Inject
    @ConfigProperty(name = "recado.email.language")
    String language;

    @Inject
    @ConfigProperty(name = "recado.email.show-text")
    boolean showsText;

    @Inject
    @ConfigProperty(name = "recado.http.public-url")
    Optional<String> publicUrl = Optional.empty();

    private Security security;
    private InternetAddress from;
    private Words words;
    private URI base;

    // a setting that cannot be shows at the start, and not in the first mail
    void begin(@Observes Begun begun) {}

    @PostConstruct
    void start() {
        words = one(Words.class, "recado.email.language", language);
        security = one(Security.class, "recado.email.smtp-security", securityName);
        if (isOn()) {
            from = sender(needed("recado.email.from", fromText));
            base = home(needed("recado.http.public-url", publicUrl));
            requireSafeSignIn();
        }
    }

    private void requireSafeSignIn() {
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalStateException(
                    "recado.email.smtp-user and recado.email.smtp-password are given both or not at all");
        }
        if (user.isPresent() && security == Security.NONE) {
            throw new IllegalStateException(
                    "recado.email.smtp-security must be starttls or tls where there is a password to send");
        }
    }

    private static String needed(String key, Optional<String> value) {
        return value.orElseThrow(
                () -> new IllegalStateException(key + " must be given where recado.email.smtp-host is"));
    }

    private static <E extends Enum<E>> E one(Class<E> of, String key, String value) {
        return Arrays.stream(of.getEnumConstants())
                .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(key + " must be one of "
                        + Arrays.toString(of.getEnumConstants()).toLowerCase(Locale.ROOT)));
    }

    private static InternetAddress sender(String text) {
        try {
            var sender = new InternetAddress(text, true);
            sender.setPersonal(sender.getPersonal(), "UTF-8");
            return sender;
        } catch (AddressException | UnsupportedEncodingException e) {
            throw new IllegalStateException("recado.email.from must be one address: Recado <chat@example.org>", e);
        }
    }

    private static URI home(String text) {
        try {
            var uri = URI.create(text);
            var path = uri.getRawPath();
            var isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (isWeb && uri.getHost() != null && text.equals(uri.getScheme() + "://" + uri.getRawAuthority() + path)) {
                return URI.create(text.endsWith("/") ? text : text + "/");
            }
            throw new IllegalArgumentException("no address of an application");
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    "recado.http.public-url must be where the application is: https://chat.example.org, or https://example.org/chat",
                    e);
        }
    }

    /** Whether mails are sent at all; what is below is asked only where they are. */
    public boolean isOn() {
        return host.isPresent();
    }

    String host() {
        return host.orElseThrow();
    }

    int port() {
        return port;
    }

    Security security() {
        return security;
    }

    Optional<String> user() {
        return user;
    }

    Optional<String> password() {
        return password;
    }

    InternetAddress from() {
        return from;
    }

    Words words() {
        return words;
    }

    boolean showsText() {
        return showsText;
    }

    /** Where the chat page is, with a slash at the end. */
    URI base() {
        return base;
    }
}
