package org.recado.api;

import org.recado.platform.Html;

/** The small pages behind the links in mails. */
final class LinkPage {

    private LinkPage() {}

    /** A page that says one thing. */
    static String of(LinkWords words, String said) {
        return page(words, "<p>" + Html.escaped(said) + "</p>");
    }

    /** A page with one button, which does what the link is for. */
    static String withButton(LinkWords words, String does, String address, String call, String token) {
        return page(words, """
                <p class="address">%s</p>
                <form method="post" action="%s?token=%s"><button class="primary">%s</button></form>""".formatted(Html.escaped(address), call, Html.escaped(token), Html.escaped(does)));
    }

    // a form of a page that tells no referrer is sent with the origin null, and refused; the link itself is told to
    // nobody but this server
    private static String page(LinkWords words, String body) {
        return """
                <!doctype html>
                <html lang="%s">
                  <head>
                    <meta charset="utf-8" />
                    <meta name="viewport" content="width=device-width, initial-scale=1" />
                    <meta name="color-scheme" content="light dark" />
                    <meta name="referrer" content="same-origin" />
                    <meta name="robots" content="noindex" />
                    <title>%s</title>
                    <link rel="icon" href="../../img/recado.svg" type="image/svg+xml" />
                    <link rel="stylesheet" href="../../css/base.css" />
                    <link rel="stylesheet" href="../../css/link.css" />
                  </head>
                  <body>
                    <main>
                      <h1><a class="brand" href="../../">Recado</a></h1>
                      <h2>%s</h2>
                      %s
                    </main>
                  </body>
                </html>
                """.formatted(words.tag(), words.title(), words.title(), body);
    }
}
