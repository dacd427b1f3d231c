package org.recado.command;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What a message's text must be (the contract, section 5); both doors ask it early, the core asks it again. */
@ApplicationScoped
public class MessageText {

    @Inject
    @ConfigProperty(name = "recado.posting.max-message-bytes")
    int maxBytes;

    /** Throws {@link Refused}: empty, over the limit in UTF-8, control characters but newline and tab, half a surrogate. */
    public void check(String text) {
        if (text.isBlank()) {
            throw new Refused(Reason.MALFORMED, "message: empty");
        }
        if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw new Refused(Reason.TOO_LARGE, "message: over " + maxBytes + " bytes of UTF-8");
        }
        if (text.codePoints().anyMatch(MessageText::isRefused)) {
            throw new Refused(Reason.MALFORMED, "message: a control character or half a surrogate pair");
        }
    }

    private static boolean isRefused(int c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t') || (c >= 0xD800 && c <= 0xDFFF);
    }
}
