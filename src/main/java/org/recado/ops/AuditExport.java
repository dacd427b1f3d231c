package org.recado.ops;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.recado.audit.Audit;
import org.recado.audit.AuditRow;
import org.recado.audit.Lookup;

/**
 * The record on its way out, a page at a time: it holds no more than {@value #PAGE} rows, and no transaction while the
 * reader is slow. Rows that come meanwhile are above where it began and are left to the next one.
 */
final class AuditExport {

    static final int PAGE = 500;

    private final Audit audit;
    private final Lookup lookup;
    private final AuditFormat format;

    AuditExport(Audit audit, Lookup lookup, AuditFormat format) {
        this.audit = audit;
        this.lookup = lookup;
        this.format = format;
    }

    void write(OutputStream out) throws IOException {
        out.write(format.head().getBytes(StandardCharsets.UTF_8));
        var before = OptionalLong.empty();
        List<AuditRow> page;
        do {
            page = audit.page(lookup, before, PAGE);
            for (var row : page) {
                out.write(format.line(row).getBytes(StandardCharsets.UTF_8));
            }
            out.flush();
            before = page.isEmpty()
                    ? before
                    : OptionalLong.of(page.get(page.size() - 1).id());
        } while (page.size() == PAGE);
    }
}
