package org.recado.ops;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import org.recado.api.Operators;
import org.recado.api.Recorded;
import org.recado.audit.Action;
import org.recado.audit.Audit;
import org.recado.audit.AuditRow;
import org.recado.audit.Entry;
import org.recado.platform.Json;

/** The record, to look at and to take away. */
@Path("ops/audit")
@RequestScoped
@Operators
public class AuditResource {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    @Inject
    Audit audit;

    @Inject
    Recorded recorded;

    /** Newest first; {@code before} is the {@code next} of the page before. */
    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public byte[] page(
            @BeanParam AuditQuery query, @QueryParam("before") String before, @QueryParam("limit") String limitText) {
        var limit = Wanted.limit(limitText, DEFAULT_LIMIT, LARGEST_LIMIT);
        var page = audit.page(query.lookup(), AuditQuery.place(before), limit + 1);
        return Json.bytes(g -> {
            g.writeStartObject().writeStartArray("items");
            page.stream().limit(limit).forEach(row -> AuditFormat.write(g, row));
            g.writeEnd();
            if (page.size() > limit) {
                g.write("next", next(page.get(limit - 1)));
            } else {
                g.writeNull("next");
            }
            g.writeEnd();
        });
    }

    private static String next(AuditRow last) {
        return Long.toString(last.id());
    }

    /** All of it, newest first, written as it is read; that it was taken is in the record before the first byte is. */
    @GET
    @Path("export")
    public Response export(@BeanParam AuditQuery query, @QueryParam("format") String formatText) {
        var format = AuditFormat.of(formatText);
        var lookup = query.lookup();
        var entry = Entry.of(Action.AUDIT_EXPORTED, "audit").with("format", format.wire());
        for (var asked : lookup.said().entrySet()) {
            entry = entry.with(asked.getKey(), asked.getValue());
        }
        var export = recorded.doing(entry, () -> new AuditExport(audit, lookup, format), (e, made) -> e);
        return Response.ok((StreamingOutput) export::write)
                .type(format.mediaType())
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"audit." + format.wire() + "\"")
                .build();
    }
}
