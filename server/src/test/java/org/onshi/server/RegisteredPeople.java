package org.onshi.server;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsuredIdentifier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts coverages straight into the registry's tables, for tests of what is answered from them. */
public final class RegisteredPeople {
    private static final String RECORDED = "2024-01-01T00:00:00+09:00";
    private final JdbcClient jdbc;

    /** Writes as the server's ordinary role. */
    public RegisteredPeople(DataSource server) {
        this.jdbc = JdbcClient.create(server);
    }

    /** An insurer as master data. */
    public void insurer(String number, String name) {
        jdbc.sql(
                        """
                        INSERT INTO registry.insurer
                            (insurer_number, name, kind, prefecture, address, telephone, recorded_at)
                        VALUES (?, ?, ?, '13', '', '', ?)
                        """)
                .params(
                        number,
                        name,
                        new org.onshi.kernel.InsurerNumber(number).kind().wire(),
                        OffsetDateTime.parse(RECORDED))
                .update();
    }

    /** A coverage with the facts every registration has. */
    public Row row(
            String insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            String acquired,
            String lost) {
        return new Row(
                UUID.randomUUID(),
                insurer,
                identifier,
                birthDate,
                acquired,
                lost,
                RECORDED,
                Optional.empty(),
                true,
                "A");
    }

    /** One coverage of one person. */
    public record Row(
            UUID person,
            String insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            String acquired,
            String lost,
            String recordedAt,
            Optional<String> invalidatedAt,
            boolean shown,
            String standing) {
        /** Of this person. */
        public Row of(UUID other) {
            return new Row(
                    other,
                    insurer,
                    identifier,
                    birthDate,
                    acquired,
                    lost,
                    recordedAt,
                    invalidatedAt,
                    shown,
                    standing);
        }

        /** Known during this time only. */
        public Row known(String from, String until) {
            return new Row(
                    person,
                    insurer,
                    identifier,
                    birthDate,
                    acquired,
                    lost,
                    from,
                    Optional.of(until),
                    shown,
                    standing);
        }

        /** Known from then on. */
        public Row knownFrom(String from) {
            return new Row(
                    person,
                    insurer,
                    identifier,
                    birthDate,
                    acquired,
                    lost,
                    from,
                    Optional.empty(),
                    shown,
                    standing);
        }

        /** Stored, not shown. */
        public Row pending() {
            return new Row(
                    person,
                    insurer,
                    identifier,
                    birthDate,
                    acquired,
                    lost,
                    recordedAt,
                    invalidatedAt,
                    false,
                    "P");
        }
    }

    /** Registers a coverage of its own. */
    public void register(Row row) {
        register(row, UUID.randomUUID());
    }

    /** Registers one version of a coverage. */
    public void register(Row row, UUID coverage) {
        jdbc.sql(
                        """
                        INSERT INTO registry.lookup
                            (lookup_key, entry_id, coverage_id, person_id, birth_date, symbol, number, branch, shown,
                             recorded_at, invalidated_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS timestamptz))
                        """)
                .params(
                        row.insurer() + " " + row.identifier().comparisonKey(),
                        UUID.randomUUID(),
                        coverage,
                        row.person(),
                        row.birthDate(),
                        row.identifier().symbol(),
                        row.identifier().number(),
                        row.identifier().branch(),
                        row.shown(),
                        OffsetDateTime.parse(row.recordedAt()),
                        row.invalidatedAt().orElse("infinity"))
                .update();
        if (!row.shown() && row.invalidatedAt().isEmpty()) {
            jdbc.sql(
                            """
                            INSERT INTO registry.hidden_coverage (coverage_id)
                            VALUES (?)
                            ON CONFLICT (coverage_id) DO NOTHING
                            """)
                    .param(coverage)
                    .update();
        }
        jdbc.sql(
                        """
                        INSERT INTO registry.coverage
                            (person_id, version_id, coverage_id, insurer_number, symbol, number, branch, birth_date,
                             acquired_on, lost_on, segment_from, segment_to, standing, suspended, recorded_at,
                             invalidated_at, name, name_kana, sex, relationship, limit_kind, limit_class)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS date), ?, CAST(? AS date), ?, false, ?,
                             CAST(? AS timestamptz), '試験　花子', 'シケン　ハナコ', '2', '1', '01', 'A03')
                        """)
                .params(
                        row.person(),
                        UUID.randomUUID(),
                        coverage,
                        row.insurer(),
                        row.identifier().symbol(),
                        row.identifier().number(),
                        row.identifier().branch(),
                        row.birthDate(),
                        LocalDate.parse(row.acquired()),
                        row.lost().isEmpty() ? "infinity" : row.lost(),
                        LocalDate.parse(row.acquired()),
                        row.lost().isEmpty() ? "infinity" : row.lost(),
                        row.standing(),
                        OffsetDateTime.parse(row.recordedAt()),
                        row.invalidatedAt().orElse("infinity"))
                .update();
    }
}
