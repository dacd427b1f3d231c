package org.recado.privacy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.recado.audit.Audit;
import org.recado.audit.AuditRow;
import org.recado.audit.Lookup;
import org.recado.auth.Session;
import org.recado.auth.Sessions;
import org.recado.channel.Channels;
import org.recado.channel.Channels.Mine;
import org.recado.channel.Person;
import org.recado.history.History;
import org.recado.history.Message;
import org.recado.history.MessageJson;
import org.recado.id.UserId;
import org.recado.notification.Addresses;
import org.recado.notification.Notification;
import org.recado.notification.NotificationJson;
import org.recado.notification.Notifications;
import org.recado.platform.Json;

/**
 * What is kept about a person, as a ZIP of JSON: {@code person.json}, {@code channels.json}, {@code sessions.json},
 * {@code messages.json} (what they have said, and is not deleted), {@code notifications.json} (of what they were told),
 * {@code addresses.json} (where) and {@code record.json} (what they did that is in the record). Written as it is read, so its size costs no memory.
 */
@ApplicationScoped
public class PersonalData {

    private static final int STRETCH = 5_000;
    private static final int PAGE = 500;

    @Inject
    Channels channels;

    @Inject
    Sessions sessions;

    @Inject
    Spoken spoken;

    @Inject
    History history;

    @Inject
    Audit audit;

    @Inject
    Notifications notifications;

    @Inject
    Addresses addresses;

    /** Writes all of it. */
    public void write(Person person, OutputStream out) throws IOException {
        var user = person.id();
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            entry(zip, "person.json");
            zip.write(Json.bytes(g -> write(g, person)));
            var list = new Listing(zip);
            list.begin("channels.json");
            channels.of(user).forEach(mine -> list.add(g -> write(g, mine)));
            list.end();
            list.begin("sessions.json");
            sessions.of(user).forEach(session -> list.add(g -> write(g, session)));
            list.end();
            list.begin("messages.json");
            messages(user, message -> list.add(g -> MessageJson.write(g, message)));
            list.end();
            list.begin("notifications.json");
            notifications(user, one -> list.add(g -> NotificationJson.write(g, one)));
            list.end();
            list.begin("addresses.json");
            addresses.of(user).forEach(one -> list.add(g -> NotificationJson.write(g, one)));
            list.end();
            list.begin("record.json");
            record(user, row -> list.add(g -> write(g, row)));
            list.end();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void entry(ZipOutputStream zip, String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
    }

    private void messages(UserId user, Consumer<Message> each) {
        var after = Erasure.NOTHING;
        var next = spoken.next(after, STRETCH);
        while (next.isPresent()) {
            read(spoken.by(user, after, next.get().end(), STRETCH), each);
            after = next.get().end();
            next = next.get().isLast() ? Optional.empty() : spoken.next(after, STRETCH);
        }
    }

    private void read(List<Spoken.One> said, Consumer<Message> each) {
        said.stream().collect(Collectors.groupingBy(Spoken.One::channel)).forEach((channel, there) -> {
            for (var from = 0; from < there.size(); from += PAGE) {
                var page = there.subList(from, Math.min(there.size(), from + PAGE));
                history.at(channel, page.stream().map(Spoken.One::seq).toList()).forEach(each);
            }
        });
    }

    private void notifications(UserId user, Consumer<Notification> each) {
        var of = Notifications.Lookup.of(user);
        var page = notifications.page(of, Optional.empty(), PAGE);
        while (!page.isEmpty()) {
            page.forEach(each);
            page = notifications.page(of, Optional.of(page.get(page.size() - 1).id()), PAGE);
        }
    }

    private void record(UserId user, Consumer<AuditRow> each) {
        var lookup = new Lookup(
                Optional.of(user.value()), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        var before = OptionalLong.empty();
        for (var page = audit.page(lookup, before, PAGE); !page.isEmpty(); page = audit.page(lookup, before, PAGE)) {
            page.forEach(each);
            before = OptionalLong.of(page.get(page.size() - 1).id());
        }
    }

    private static void write(JsonGenerator g, Person person) {
        g.writeStartObject().write("id", person.id().value()).write("name", person.name());
        g.write("created_at", person.createdAt().toString()).writeEnd();
    }

    private static void write(JsonGenerator g, Mine mine) {
        g.write("id", mine.channel().id().value()).write("name", mine.channel().name());
        g.write("role", mine.membership().role().wire());
        g.write("joined_at", mine.membership().joinedAt().toString());
        g.write("read_seq", mine.membership().readSeq());
        g.write("delivered_seq", mine.membership().deliveredSeq());
    }

    private static void write(JsonGenerator g, Session session) {
        g.write("id", session.id().toString());
        g.write("created_at", session.createdAt().toString());
        g.write("used_at", session.usedAt().toString());
        g.write("expires_at", session.expiresAt().toString());
    }

    private static void write(JsonGenerator g, AuditRow row) {
        g.write("at", row.at().toString()).write("action", row.action());
        g.write("subject", row.subject()).write("result", row.result());
        row.target().ifPresent(target -> g.write("target", target));
        row.detail().ifPresent(detail -> g.write("detail", detail));
        row.address().ifPresent(address -> g.write("address", address));
    }

    /** One file of the ZIP: an array of objects, a line each. */
    private static final class Listing {

        private final ZipOutputStream zip;
        private boolean isEmpty;

        Listing(ZipOutputStream zip) {
            this.zip = zip;
        }

        void begin(String name) throws IOException {
            entry(zip, name);
            write("[");
            isEmpty = true;
        }

        void add(Consumer<JsonGenerator> fields) {
            try {
                write(isEmpty ? "\n" : ",\n");
                isEmpty = false;
                zip.write(Json.bytes(g -> {
                    g.writeStartObject();
                    fields.accept(g);
                    g.writeEnd();
                }));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void end() throws IOException {
            write("\n]\n");
        }

        private void write(String text) throws IOException {
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
