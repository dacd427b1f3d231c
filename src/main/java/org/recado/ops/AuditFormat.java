package org.recado.ops;

import jakarta.json.stream.JsonGenerator;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.recado.audit.AuditRow;
import org.recado.platform.Json;

/** How the record is written for those who take it away: a line of JSON a row, or CSV (RFC 4180) with a head. */
enum AuditFormat {
    NDJSON("application/x-ndjson; charset=utf-8", "") {
        @Override
        String line(AuditRow row) {
            return Json.string(g -> write(g, row)) + "\n";
        }
    },
    CSV("text/csv; charset=utf-8", "id,at,actor,action,subject,target,result,times,detail,address,node\r\n") {
        @Override
        String line(AuditRow row) {
            return Stream.of(
                                    Long.toString(row.id()),
                                    row.at().toString(),
                                    row.actor().orElse(""),
                                    row.action(),
                                    row.subject(),
                                    row.target().orElse(""),
                                    row.result(),
                                    Integer.toString(row.times()),
                                    row.detail().map(Object::toString).orElse(""),
                                    row.address().orElse(""),
                                    row.node())
                            .map(AuditFormat::field)
                            .collect(Collectors.joining(","))
                    + "\r\n";
        }
    };

    /** What a spreadsheet takes for the beginning of a formula; a user's id may begin with some of them. */
    private static final String FORMULA = "=+-@\t\r\n";

    private final String mediaType;
    private final String head;

    AuditFormat(String mediaType, String head) {
        this.mediaType = mediaType;
        this.head = head;
    }

    abstract String line(AuditRow row);

    String mediaType() {
        return mediaType;
    }

    /** What comes before the first line. */
    String head() {
        return head;
    }

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AuditFormat of(String text) {
        return Arrays.stream(values())
                .filter(f -> text == null ? f == NDJSON : f.wire().equals(text))
                .findFirst()
                .orElseThrow(() -> Wanted.malformed("format: ndjson or csv"));
    }

    /** Always in quotes; an apostrophe before what would be a formula makes a spreadsheet show it as it is. */
    static String field(String value) {
        var plain = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return '"' + plain.replace("\"", "\"\"") + '"';
    }

    static void write(JsonGenerator g, AuditRow row) {
        g.writeStartObject();
        g.write("id", Long.toString(row.id())).write("at", row.at().toString());
        row.actor().ifPresent(a -> g.write("actor", a));
        g.write("action", row.action()).write("subject", row.subject());
        row.target().ifPresent(t -> g.write("target", t));
        g.write("result", row.result()).write("times", row.times());
        row.detail().ifPresent(d -> g.write("detail", d));
        row.address().ifPresent(a -> g.write("address", a));
        g.write("node", row.node()).writeEnd();
    }
}
