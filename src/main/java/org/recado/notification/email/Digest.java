package org.recado.notification.email;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.recado.channel.Kind;
import org.recado.history.Message;
import org.recado.id.ChannelId;
import org.recado.notification.Parcel;
import org.recado.platform.Html;

/** Writes what someone has missed: each channel with how much it is, and by whom and what the last one is. */
final class Digest {

    private static final int MOST_TEXT = 200;

    private final Words words;
    private final boolean showsText;
    private final Function<ChannelId, String> channelLinks;
    private final String unsubscribe;

    Digest(Words words, boolean showsText, Function<ChannelId, String> channelLinks, String unsubscribe) {
        this.words = words;
        this.showsText = showsText;
        this.channelLinks = channelLinks;
        this.unsubscribe = unsubscribe;
    }

    private record Section(String title, int messages, Optional<String> sender, Optional<String> text, String link) {}

    /** @param parcels of one address */
    Mail of(List<Parcel> parcels) {
        var newest = parcels.stream().max(Comparator.comparing(Parcel::id)).orElseThrow();
        var sections = parcels.stream()
                .collect(Collectors.groupingBy(Parcel::channel, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(this::section)
                .toList();
        var subject = words.unread(sections.stream().mapToInt(Section::messages).sum(), sections.size());
        return new Mail(
                "digest." + newest.id(),
                new EmailAddress(newest.address()),
                subject,
                text(subject, sections),
                html(subject, sections));
    }

    private Section section(List<Parcel> ofChannel) {
        var last = ofChannel.stream().max(Comparator.comparing(Parcel::lastSeq)).orElseThrow();
        var messages = ofChannel.stream()
                .mapToInt(p -> p.notification().map(Parcel.Notice::messages).orElse(1))
                .sum();
        return new Section(
                last.channelKind() == Kind.DIRECT ? words.direct() : Plain.line(last.channelName()),
                messages,
                last.notification().map(n -> Plain.line(n.senderName())),
                last.last().flatMap(Message::text).filter(text -> showsText).map(text -> Plain.line(text, MOST_TEXT)),
                channelLinks.apply(last.channel()));
    }

    private String text(String subject, List<Section> sections) {
        var text = new StringBuilder(subject).append(".\n\n");
        for (var s : sections) {
            text.append(s.title())
                    .append(": ")
                    .append(words.unread(s.messages()))
                    .append(".\n");
            s.sender()
                    .ifPresent(name -> text.append(words.lastBy(name))
                            .append(s.text().map(said -> ": " + said).orElse("."))
                            .append('\n'));
            text.append(s.link()).append("\n\n");
        }
        return text.append("-- \n")
                .append(words.unsubscribe())
                .append(": ")
                .append(unsubscribe)
                .append('\n')
                .toString();
    }

    private String html(String subject, List<Section> sections) {
        var body = new StringBuilder("<p>").append(subject).append(".</p>\n");
        for (var s : sections) {
            body.append("<h2 style=\"font-size:1.1em;margin:1.5em 0 0.25em\">")
                    .append(Html.escaped(s.title()))
                    .append("</h2>\n<p style=\"margin:0\">")
                    .append(words.unread(s.messages()))
                    .append(".</p>\n");
            s.sender()
                    .ifPresent(name -> body.append("<p style=\"margin:0.25em 0\">")
                            .append(Html.escaped(words.lastBy(name)))
                            .append(s.text()
                                    .map(said -> ": <q>" + Html.escaped(said) + "</q>")
                                    .orElse("."))
                            .append("</p>\n"));
            body.append("<p style=\"margin:0.25em 0\">")
                    .append(Page.link(s.link(), words.open()))
                    .append("</p>\n");
        }
        body.append("<p style=\"margin-top:2em\"><small>")
                .append(Page.link(unsubscribe, words.unsubscribe()))
                .append("</small></p>\n");
        return Page.of(words.tag(), subject, body.toString());
    }
}
