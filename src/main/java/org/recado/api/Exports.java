package org.recado.api;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.recado.audit.Action;
import org.recado.audit.Entry;
import org.recado.channel.Person;
import org.recado.privacy.PersonalData;

/** Someone's data as an answer; that it was taken is in the record before the first byte is. */
@RequestScoped
public class Exports {

    @Inject
    PersonalData data;

    @Inject
    Recorded recorded;

    public Response of(Person person) {
        var body = recorded.doing(
                Entry.of(Action.PERSON_EXPORTED, Entry.user(person.id())),
                () -> (StreamingOutput) out -> data.write(person, out),
                (entry, made) -> entry);
        return Response.ok(body)
                .type("application/zip")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"recado-data.zip\"")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
