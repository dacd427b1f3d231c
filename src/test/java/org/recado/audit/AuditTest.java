package org.recado.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.recado.id.UserId;
import org.recado.platform.Database;
import org.recado.platform.Outside;

/** On a real PostgreSQL. */
class AuditTest {

    private static final EntityManagerFactory DATABASE = Database.of(AuditRow.class);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Audit audit = Audits.on(DATABASE);
    private final String subject = "channel:" + UUID.randomUUID();
    private final UserId ana = new UserId("ana-" + UUID.randomUUID());

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void anEntryIsReadAsItWasWritten() {
        audit.record(Entry.of(Action.MEMBER_ROLE_CHANGED, subject)
                .at(NOON)
                .by(ana)
                .to("user:bruno")
                .with("role", "owner\0")
                .with("long", "x".repeat(500))
                .from("::1"));

        assertThat(rows(about(subject))).singleElement().satisfies(row -> {
            assertThat(row.at()).isEqualTo(NOON);
            assertThat(row.actor()).contains(ana.value());
            assertThat(row.action()).isEqualTo("member.role_changed");
            assertThat(row.target()).contains("user:bruno");
            assertThat(row.result()).isEqualTo("ok");
            assertThat(row.times()).isEqualTo(1);
            assertThat(row.detail().orElseThrow().getString("role")).isEqualTo("owner?");
            assertThat(row.detail().orElseThrow().getString("long")).hasSize(200);
            assertThat(row.address()).contains("::1");
            assertThat(row.node()).isEqualTo(Outside.NODE.name());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit set actor = 'nobody'",
                "update audit set actor = 'nobody' where false",
                "delete from audit",
                "truncate audit",
                "with gone as (delete from audit returning id) select count(*) from gone",
                "insert into audit (id, at, action, subject, result, times, node) overriding system value select id, at,"
                        + " action, subject, result, times, node from audit limit 1 on conflict (id) do update set"
                        + " actor = 'nobody'"
            })
    void theDatabaseItselfRefusesToChangeARow(String statement) throws SQLException {
        audit.record(Entry.of(Action.NODE_DRAINED, subject));

        try (var connection = Outside.postgres().getConnection();
                var run = connection.createStatement()) {
            assertThatThrownBy(() -> run.execute(statement))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("append-only");
        }
        assertThat(rows(about(subject))).hasSize(1);
    }

    /** Other triggers are passed over in a session that replays what others have changed. */
    @Test
    void theDatabaseRefusesInEveryKindOfSession() throws SQLException {
        try (var connection = Outside.postgres().getConnection();
                var ask = connection.createStatement();
                var row = ask.executeQuery("select tgenabled from pg_trigger where tgrelid = 'audit'::regclass"
                        + " and tgname = 'audit_is_append_only'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("A");
        }
    }

    @Test
    void pagesGoOnWhereTheOneBeforeEndedWhateverComesMeanwhile() {
        var entries = new ArrayList<Entry>();
        for (var i = 0; i < 7; i++) {
            entries.add(Entry.of(Action.MEMBER_MUTED, subject).to("user:u" + i));
        }
        audit.record(entries);

        var seen = new ArrayList<String>();
        var before = OptionalLong.empty();
        for (var page = audit.page(about(subject), before, 3);
                !page.isEmpty();
                page = audit.page(about(subject), before, 3)) {
            page.forEach(row -> seen.add(row.target().orElseThrow()));
            before = OptionalLong.of(page.get(page.size() - 1).id());
            audit.record(Entry.of(Action.MEMBER_MUTED, subject).to("user:late"));
        }
        assertThat(seen).containsExactly("user:u6", "user:u5", "user:u4", "user:u3", "user:u2", "user:u1", "user:u0");
    }

    @Test
    void everyFilterNarrowsAndTheSubjectMeansTheTargetToo() {
        var target = "user:" + ana;
        audit.record(List.of(
                Entry.of(Action.MEMBER_BANNED, subject).at(NOON).by(ana),
                Entry.of(Action.MEMBER_MUTED, subject)
                        .at(NOON.plus(Duration.ofHours(1)))
                        .to(target),
                Entry.of(Action.SESSION_CREATED, target).at(NOON.plus(Duration.ofHours(2)))));

        assertThat(actions(about(subject))).containsExactly("member.muted", "member.banned");
        assertThat(actions(about(target))).containsExactly("session.created", "member.muted");
        assertThat(actions(new Lookup(
                        Optional.of(ana.value()),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
                .containsExactly("member.banned");
        assertThat(actions(new Lookup(
                        Optional.empty(),
                        Optional.of(Action.MEMBER_MUTED),
                        Optional.of(subject),
                        Optional.empty(),
                        Optional.empty())))
                .containsExactly("member.muted");
        assertThat(actions(new Lookup(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(subject),
                        Optional.of(NOON),
                        Optional.of(NOON.plus(Duration.ofHours(1))))))
                .containsExactly("member.banned");
    }

    private List<String> actions(Lookup lookup) {
        return rows(lookup).stream().map(AuditRow::action).toList();
    }

    private List<AuditRow> rows(Lookup lookup) {
        return audit.page(lookup, OptionalLong.empty(), 100);
    }

    static Lookup about(String subject) {
        return new Lookup(Optional.empty(), Optional.empty(), Optional.of(subject), Optional.empty(), Optional.empty());
    }
}
