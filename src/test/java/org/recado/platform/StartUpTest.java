package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class StartUpTest {

    private final String schema = "later_" + UUID.randomUUID().toString().replace('-', '_');

    @Test
    void theSchemaOfALaterReleaseIsLeftAlone() throws Exception {
        execute("create schema " + schema);
        StartUp.migrate(inSchema());
        assertThatCode(() -> StartUp.migrate(inSchema())).doesNotThrowAnyException();

        execute("insert into " + schema + ".flyway_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success)"
                + " values (1000, '1000', 'later', 'SQL', 'V1000__later.sql', 'someone', 1, true)");
        assertThatThrownBy(() -> StartUp.migrate(inSchema()))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("1000")
                .hasMessageContaining("start that release");
    }

    private PlainDataSource inSchema() {
        return Outside.database(Outside.schema(schema));
    }

    private static void execute(String sql) throws Exception {
        try (var connection = Outside.postgres().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
