package org.recado.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An operator changes a level at run time. */
@Tag("every-server")
class LoggingIT extends RunningServer {

    private static final String LOGGING = "/api/ops/logging";
    private static final String POSTING = "org.recado.posting.Posting";

    private final Api ops = Api.signedIn("ops");

    @Test
    void aLevelIsSetForAWhileAndRecorded() {
        var set = ops.put(LOGGING, "{\"logger\":\"" + POSTING + "\",\"level\":\"debug\",\"minutes\":1}")
                .object();
        assertThat(set.getString("level")).isEqualTo("DEBUG");
        assertThat(set.isNull("until")).isFalse();
        var all = ops.get(LOGGING).object();
        assertThat(all.getString("node")).isEqualTo(set.getString("node"));
        assertThat(all.getJsonArray("items").getValuesAs(JsonObject.class)).anySatisfy(item -> {
            assertThat(item.getString("logger")).isEqualTo(POSTING);
            assertThat(item.getString("level")).isEqualTo("DEBUG");
        });
        var record = ops.get("/api/ops/audit?action=log.level_changed").object().getJsonArray("items");
        assertThat(record.getJsonObject(0).getString("target")).isEqualTo("logger:" + POSTING);
    }

    @Test
    void onlyOperatorsSetOnlyOurLoggers() {
        assertThat(Api.signedIn("ana").get(LOGGING).status()).isEqualTo(403);
        assertThat(ops.put(LOGGING, "{\"logger\":\"java.sql\",\"level\":\"debug\"}")
                        .reason())
                .isEqualTo("not_found");
        assertThat(ops.put(LOGGING, "{\"logger\":\"" + POSTING + "\",\"level\":\"loud\"}")
                        .reason())
                .isEqualTo("malformed");
        assertThat(ops.put(LOGGING, "{\"logger\":\"" + POSTING + "\",\"level\":\"info\",\"minutes\":0}")
                        .reason())
                .isEqualTo("malformed");
    }
}
