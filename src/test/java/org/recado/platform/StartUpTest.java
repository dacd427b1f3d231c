package org.recado.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpTest {

    private static final Pattern TAKES_AWAY = Pattern.compile(
            "\\bdrop\\s+(table|column|view)\\b|\\brename\\b|\\balter\\s+(column\\s+)?\\w+\\s+((set data )?type|set not null)\\b",
            Pattern.CASE_INSENSITIVE);

    private final String schema = "later_" + UUID.randomUUID().toString().replace('-', '_');

    @Test
    void aLaterReleaseMayHaveAddedToTheSchemaButNotTakenFromIt() throws Exception {
        execute("create schema " + schema);
        StartUp.migrate(inSchema());
        assertThatCode(() -> StartUp.migrate(inSchema())).doesNotThrowAnyException();

        migrated(1000, "more of it");
        assertThatCode(() -> StartUp.migrate(inSchema())).doesNotThrowAnyException();

        migrated(1001, "contract the column of old");
        assertThatThrownBy(() -> StartUp.migrate(inSchema()))
                .isInstanceOf(Unfit.class)
                .hasMessageContaining("1001")
                .hasMessageContaining("start that release");
    }

    @Test
    void aMigrationThatTakesSomethingAwayIsNamedAsThat() throws Exception {
        try (var files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files).hasSizeGreaterThan(10).allSatisfy(file -> {
                if (TAKES_AWAY.matcher(Files.readString(file)).find()) {
                    assertThat(file.getFileName().toString()).contains("__" + StartUp.CONTRACT);
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table node drop column roles",
                "DROP TABLE node",
                "alter table node rename to nodes",
                "alter table node alter column name type text",
                "alter table node alter name set not null"
            })
    void whatTakesAwayIsKnown(String sql) {
        assertThat(TAKES_AWAY.matcher(sql).find()).isTrue();
    }

    @Test
    void aDatabaseThatMayOnlyBeReadIsNamedAsThat() throws Exception {
        execute("create schema " + schema);
        var database = inSchema();
        database.setOptions("-c default_transaction_read_only=on");

        assertThatThrownBy(() -> StartUp.migrate(database))
                .satisfies(failure -> assertThat(Fault.of(failure)).contains("read-only"));
    }

    @Test
    void aDatabaseThatIsNotThereIsNamedAsThat() {
        var database = inSchema();
        database.setDatabaseName("nowhere");

        assertThatThrownBy(() -> StartUp.migrate(database))
                .satisfies(failure -> assertThat(Fault.of(failure)).contains("does not exist: create it"));
    }

    private void migrated(int version, String description) throws Exception {
        execute("insert into " + schema + ".flyway_schema_history (installed_rank, version, description, type, script,"
                + " installed_by, execution_time, success) values (" + version + ", '" + version + "', '" + description
                + "', 'SQL', 'V" + version + "__x.sql', 'someone', 1, true)");
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
