package org.recado.notification.email;

import org.recado.platform.Html;

/** The HTML that all mails have around what they say; colours are the reader's own, so that dark ones stay dark. */
final class Page {

    private Page() {}

    static String of(String language, String title, String body) {
        return """
                <!doctype html>
                <html lang="%s">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <meta name="color-scheme" content="light dark"><title>%s</title></head>
                <body style="font-family:sans-serif;line-height:1.45;max-width:36em;overflow-wrap:anywhere">
                %s</body>
                </html>
                """.formatted(language, Html.escaped(title), body);
    }

    static String link(String to, String words) {
        return "<a href=\"" + Html.escaped(to) + "\">" + Html.escaped(words) + "</a>";
    }
}
