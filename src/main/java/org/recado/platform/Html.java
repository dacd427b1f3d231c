package org.recado.platform;

/** HTML as it is written by hand. */
public final class Html {

    private Html() {}

    /** The text as it must stand in HTML, in an attribute with quotes too. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
