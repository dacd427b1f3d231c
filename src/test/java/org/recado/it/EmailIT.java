package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import jakarta.json.JsonObject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.recado.notification.email.LinkTokens.Purpose;
import org.recado.notification.email.MadeLinks;

/** Someone gives an address, confirms it, is told there once while away, and ends it by one click. */
@Tag("every-server")
class EmailIT extends RunningServer {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Pattern LINK = Pattern.compile("http://\\S+/api/email/\\S+");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final GreenMail MAILS =
            new GreenMail(new ServerSetup(ServerOptions.MAIL_PORT, ServerOptions.HOST, ServerSetup.PROTOCOL_SMTP));

    private final String user = "m-" + UUID.randomUUID();
    private final String address = user + "@example.org";
    private final Api ana = Api.signedIn("ana");
    private Api person;

    @BeforeAll
    static void takeMails() {
        MAILS.start();
    }

    @AfterAll
    static void stop() {
        MAILS.stop();
    }

    @BeforeEach
    void makeSomeone() {
        var ops = Api.signedIn("ops");
        var account = "{\"username\":\"" + user + "\",\"name\":\"Zoé\",\"password\":\"correct horse\"}";
        assertThat(ops.post("/api/ops/accounts", account).status()).isEqualTo(201);
        person = Api.withToken(Api.anonymous()
                .post("/api/session", "{\"username\":\"" + user + "\",\"password\":\"correct horse\"}")
                .object()
                .getString("token"));
    }

    private String channel(String name) {
        var made = ana.post(
                "/api/channels", "{\"name\":\"" + name + "\",\"kind\":\"private\",\"members\":[\"" + user + "\"]}");
        assertThat(made.status()).isEqualTo(201);
        return made.object().getString("id");
    }

    private void mention(String channel, String text) {
        var said = ana.post(
                "/api/channels/" + channel + "/messages?wait=stored", "{\"message\":\"@" + user + " " + text + "\"}");
        assertThat(said.status()).as(said.body()).isEqualTo(201);
    }

    private static <T> List<T> awaited(Supplier<List<T>> list, int many) {
        return Failsafe.with(RetryPolicy.<List<T>>builder()
                        .handleResultIf(found -> found.size() < many)
                        .withDelay(Duration.ofMillis(100))
                        .withMaxRetries(-1)
                        .withMaxDuration(PATIENCE)
                        .build())
                .get(list::get);
    }

    private List<MimeMessage> mails() {
        return Arrays.stream(MAILS.getReceivedMessages())
                .filter(m -> to(m).equals(address))
                .toList();
    }

    private static String to(MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage mail) {
        try {
            return (String) ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent();
        } catch (IOException | MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static URI link(MimeMessage mail) {
        var link = LINK.matcher(text(mail));
        assertThat(link.find()).isTrue();
        return URI.create(link.group());
    }

    private JsonObject only() {
        var mine = person.get("/api/me/notification-addresses").object().getJsonArray("items");
        assertThat(mine).hasSize(1);
        return mine.getJsonObject(0);
    }

    private List<JsonObject> deliveries() {
        return person.get("/api/notifications").object().getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .flatMap(n -> n.getJsonArray("deliveries").getValuesAs(JsonObject.class).stream())
                .filter(d -> !d.getString("state").equals("waiting"))
                .toList();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> open(URI link) throws Exception {
        return send(HttpRequest.newBuilder(link).header("Accept-Language", "pt-BR,pt;q=0.9"));
    }

    private URI confirmed() throws Exception {
        assertThat(person.put("/api/me/email", "{\"address\":\"" + address + "\"}")
                        .status())
                .isEqualTo(202);
        var link = link(awaited(this::mails, 1).get(0));
        assertThat(send(HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        return link;
    }

    @Test
    void whoIsAwayGetsOneMailOfAllThatTheyMissed() throws Exception {
        var link = confirmed();
        assertThat(only().getBoolean("confirmed")).isTrue();
        assertThat(send(HttpRequest.newBuilder(link).POST(BodyPublishers.noBody()))
                        .statusCode())
                .as("once more")
                .isEqualTo(200);
        var geral = channel("Geral");
        var praca = channel("Praça <b>");
        mention(geral, "primeira");
        mention(praca, "olá");
        mention(geral, "última");

        var told = awaited(this::deliveries, 2);
        assertThat(told)
                .allSatisfy(d -> assertThat(d.getString("answer")).isEqualTo("250"))
                .extracting(d -> d.getString("state"))
                .containsOnly("sent");
        assertThat(mails()).hasSize(2);
        var digest = mails().get(1);
        assertThat(digest.getSubject()).isEqualTo("3 unread messages in 2 channels");
        assertThat(text(digest)).contains("Praça <b>: 1 unread message.", "última", "/#/c/" + geral);

        var header = digest.getHeader("List-Unsubscribe")[0];
        var unsubscribe = send(HttpRequest.newBuilder(URI.create(header.substring(1, header.length() - 1)))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")));
        assertThat(unsubscribe.statusCode()).isEqualTo(200);
        assertThat(person.get("/api/me/notification-addresses").body()).doesNotContain(address);

        mention(geral, "depois");
        var newest = awaited(
                () ->
                        person
                                .get("/api/notifications")
                                .object()
                                .getJsonArray("items")
                                .getValuesAs(JsonObject.class)
                                .stream()
                                .filter(n -> n.getString("state").equals("sent"))
                                .toList(),
                3);
        assertThat(newest.get(0).getJsonArray("deliveries")).isEmpty();
        assertThat(mails()).hasSize(2);
    }

    @Test
    void openingALinkChangesNothing() throws Exception {
        person.put("/api/me/email", "{\"address\":\"" + address + "\"}");
        var confirm = link(awaited(this::mails, 1).get(0));
        var page = open(confirm);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<html lang=\"pt\">", address, "method=\"post\"", "Enviar para este endereço");
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("content-security-policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(only().getBoolean("confirmed")).isFalse();

        var own = "http://" + at("/").getAuthority();
        assertThat(send(HttpRequest.newBuilder(confirm).header("Origin", own).POST(BodyPublishers.noBody()))
                        .body())
                .contains("From now on");
        mention(channel("Geral"), "oi");
        awaited(this::deliveries, 1);
        var unsubscribe = link(mails().get(1));
        assertThat(open(unsubscribe).body()).contains("Não receber mais", address);
        assertThat(only().getBoolean("confirmed")).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aLinkThatIsForgedOrOutOfTimeIsRefused(Purpose purpose) throws Exception {
        confirmed();
        var id = UUID.fromString(only().getString("id"));
        var call = "/api/email/" + purpose.name().toLowerCase(java.util.Locale.ROOT) + "?token=";
        var outdated = at(call + MadeLinks.outdated(ServerOptions.TOKEN_SECRET, purpose, id));
        var forged = at(call + MadeLinks.outdated("another secret, of nobody's server", purpose, id));
        var post = BodyPublishers.noBody();
        assertThat(open(outdated).statusCode()).isEqualTo(410);
        assertThat(send(HttpRequest.newBuilder(outdated).POST(post)).statusCode())
                .isEqualTo(410);
        assertThat(open(forged).statusCode()).isEqualTo(404);
        assertThat(send(HttpRequest.newBuilder(forged).POST(post)).statusCode()).isEqualTo(404);
        assertThat(open(at(call)).statusCode()).isEqualTo(404);
        assertThat(only().getBoolean("confirmed")).isTrue();
    }

    @Test
    void anAddressIsGivenSoOftenByAPersonOnly() {
        for (var wrong : List.of("Zoé <" + address + ">", "a@b", address + "," + address, "")) {
            assertThat(person.put("/api/me/email", "{\"address\":\"" + wrong + "\"}")
                            .reason())
                    .isEqualTo("malformed");
        }
        var last = 202;
        for (var i = 0; i < 10 && last == 202; i++) {
            last = person.put("/api/me/email", "{\"address\":\"" + i + address + "\"}")
                    .status();
        }
        assertThat(last).isEqualTo(429);

        var ops = Api.signedIn("ops");
        var bot = "bot-" + user;
        ops.post("/api/ops/bots", "{\"id\":\"" + bot + "\",\"name\":\"Bot\"}");
        var key = ops.post("/api/ops/bots/" + bot + "/keys", "{\"name\":\"k\",\"scopes\":[\"write\"]}")
                .object()
                .getString("key");
        assertThat(Api.withToken(key)
                        .put("/api/me/email", "{\"address\":\"" + address + "\"}")
                        .reason())
                .isEqualTo("forbidden");
    }
}
