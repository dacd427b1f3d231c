package org.recado.command;

/** The check of texts, wired without a container. */
public final class Texts {

    private Texts() {}

    public static MessageText upTo(int maxBytes) {
        var text = new MessageText();
        text.maxBytes = maxBytes;
        return text;
    }
}
