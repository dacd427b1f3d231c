package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.recado.command.Reason;
import org.recado.command.Refused;
import org.recado.notification.Address;
import org.recado.notification.email.EmailAddresses;
import org.recado.notification.email.LinkTokens;
import org.recado.notification.email.LinkTokens.Purpose;

/**
 * Where the links in mails lead. Who follows one is not signed in: its token says what it is for. Opening a link changes
 * nothing, since programs that look through mails do that; the page's button does.
 */
@Path("email")
@RequestScoped
public class EmailLinksResource {

    private static final String HTML = "text/html;charset=UTF-8";

    @Inject
    LinkTokens tokens;

    @Inject
    EmailAddresses addresses;

    @Context
    HttpHeaders headers;

    @QueryParam("token")
    @DefaultValue("")
    String token;

    @GET
    @Path("confirm")
    @Open
    public Response askToConfirm() {
        return page(Purpose.CONFIRM, (id, words) -> {
            var address = addresses.find(id).map(Address::address).orElseThrow(EmailLinksResource::isGone);
            return LinkPage.withButton(words, words.confirm(), address, "confirm", token);
        });
    }

    @POST
    @Path("confirm")
    @Open
    public Response confirm() {
        return page(Purpose.CONFIRM, (id, words) -> {
            if (!addresses.confirm(id)) {
                throw isGone();
            }
            return LinkPage.of(words, words.confirmed());
        });
    }

    @GET
    @Path("unsubscribe")
    @Open
    public Response askToUnsubscribe() {
        return page(Purpose.UNSUBSCRIBE, (id, words) -> {
            var address = addresses.find(id).map(Address::address).orElse("");
            return LinkPage.withButton(words, words.unsubscribe(), address, "unsubscribe", token);
        });
    }

    /** Also for mailboxes that do it by one click of their own (RFC 8058). */
    @POST
    @Path("unsubscribe")
    @Open
    public Response unsubscribe() {
        return page(Purpose.UNSUBSCRIBE, (id, words) -> {
            addresses.remove(id);
            return LinkPage.of(words, words.unsubscribed());
        });
    }

    private interface Answer {
        String page(UUID address, LinkWords words);
    }

    // a person reads the answer, so a refusal is a page as well
    private Response page(Purpose purpose, Answer answer) {
        var words = LinkWords.of(headers.getAcceptableLanguages());
        try {
            return page(Response.Status.OK.getStatusCode(), words, answer.page(tokens.address(purpose, token), words));
        } catch (Refused e) {
            return page(e.reason().httpStatus(), words, LinkPage.of(words, words.notGood()));
        }
    }

    private static Response page(int status, LinkWords words, String page) {
        return Response.status(status)
                .type(HTML)
                .header(HttpHeaders.CONTENT_LANGUAGE, words.tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE)
                .entity(page)
                .build();
    }

    private static Refused isGone() {
        return new Refused(Reason.NOT_FOUND, "the address is no more");
    }
}
