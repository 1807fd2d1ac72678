package org.onshi.server.registry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL by which a {@link Ledger} is loaded and written: one statement a table and chunk. */
final class LedgerTable {
    /** Any number that nothing else in the store locks by. */
    private static final long WRITER_LOCK = 0x6f6e7368_72656701L;

    private static final String LOCK = "SELECT pg_advisory_xact_lock(?)";

    private static final String ENTRIES =
            """
            SELECT lookup_key, entry_id, coverage_id, person_id, birth_date, symbol, number, branch,
                shown, recorded_at, invalidated_at
            FROM registry.lookup
            WHERE lookup_key = ANY (?)
            """;

    private static final String VERSIONS =
            "SELECT "
                    + CoverageTable.COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?)
                    ORDER BY version_id
                    """;

    private static final String CONFLICTS =
            """
            SELECT conflict_id, person_id, coverage_id, insurer_number, other_coverage_id,
                other_insurer_number, overlap_from, overlap_to, recorded_at
            FROM registry.conflict
            WHERE person_id = ANY (?) AND resolved_at = 'infinity'
            ORDER BY conflict_id
            """;

    private static final String COPY_VERSIONS =
            "COPY registry.coverage (" + CoverageTable.COLUMNS + ") FROM STDIN";

    private static final String COPY_ENTRIES =
            """
            COPY registry.lookup (lookup_key, entry_id, coverage_id, person_id, birth_date, symbol,
                number, branch, shown, recorded_at, invalidated_at) FROM STDIN
            """;

    private static final String COPY_CONFLICTS =
            """
            COPY registry.conflict (conflict_id, person_id, coverage_id, insurer_number,
                other_coverage_id, other_insurer_number, overlap_from, overlap_to, recorded_at)
            FROM STDIN
            """;

    private static final String END_VERSIONS =
            """
            UPDATE registry.coverage c SET invalidated_at = e.ended_at
            FROM unnest(?, ?, ?) AS e (person_id, version_id, ended_at)
            WHERE c.person_id = e.person_id AND c.version_id = e.version_id
              AND c.invalidated_at = 'infinity'
            """;

    private static final String END_ENTRIES =
            """
            UPDATE registry.lookup l SET invalidated_at = e.ended_at
            FROM unnest(?, ?, ?) AS e (lookup_key, entry_id, ended_at)
            WHERE l.lookup_key = e.lookup_key AND l.entry_id = e.entry_id
              AND l.invalidated_at = 'infinity'
            """;

    private static final String HIDE =
            """
            INSERT INTO registry.hidden_coverage (coverage_id)
            SELECT unnest(?)
            ON CONFLICT (coverage_id) DO NOTHING
            """;

    private static final String HIDE_NO_MORE =
            "DELETE FROM registry.hidden_coverage WHERE coverage_id = ANY (?)";

    private static final String RESOLVE_CONFLICTS =
            """
            UPDATE registry.conflict c SET resolved_at = e.ended_at
            FROM unnest(?, ?, ?) AS e (person_id, conflict_id, ended_at)
            WHERE c.person_id = e.person_id AND c.conflict_id = e.conflict_id
            """;

    private static final String HANDED_IN =
            """
            INSERT INTO registry.handed_in (coverage_id, handed_in_on)
            SELECT unnest(?), ?
            """;

    private final JdbcClient jdbc;
    private final JdbcTemplate template;

    LedgerTable(DataSource dataSource) {
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Waits until no other transaction changes coverages, and keeps others waiting until this one
     * ends. What is read after it is what will be changed.
     */
    void lockWriters() {
        jdbc.sql(LOCK).param(WRITER_LOCK).query((row, number) -> number).list();
    }

    /** Every entry under the keys, ended ones included. */
    List<LookupEntry> entries(Collection<LookupKey> keys) {
        return jdbc.sql(ENTRIES)
                .param(keys.stream().map(LookupKey::text).toArray(String[]::new))
                .query((row, number) -> entry(row))
                .list();
    }

    /** Every version of the persons' coverages. */
    List<Coverage> versions(Collection<UUID> persons) {
        return jdbc.sql(VERSIONS)
                .param(persons.toArray(UUID[]::new))
                .query((row, number) -> CoverageTable.coverage(row))
                .list();
    }

    /** These coverages were handed in on an earlier day than they are recorded. */
    void handedIn(Collection<UUID> coverages, LocalDate day) {
        jdbc.sql(HANDED_IN).params(coverages.toArray(UUID[]::new), day).update();
    }

    List<Conflict> openConflicts(Collection<UUID> persons) {
        return jdbc.sql(CONFLICTS)
                .param(persons.toArray(UUID[]::new))
                .query((row, number) -> conflict(row))
                .list();
    }

    /** Writes everything but the vault's part. */
    void write(Ledger.Writes writes) {
        end(
                END_VERSIONS,
                writes.endedVersions.values().stream()
                        .map(v ->
                                new Ending(
                                        v.personId().toString(),
                                        v.versionId(),
                                        v.invalidatedAt().orElseThrow()))
                        .toList(),
                "uuid");
        end(
                END_ENTRIES,
                writes.endedEntries.values().stream()
                        .map(e ->
                                new Ending(
                                        e.key().text(),
                                        e.entryId(),
                                        e.invalidatedAt().orElseThrow()))
                        .toList(),
                "text");
        end(
                RESOLVE_CONFLICTS,
                writes.resolvedConflicts.values().stream()
                        .map(r ->
                                new Ending(
                                        r.conflict().personId().toString(),
                                        r.conflict().conflictId(),
                                        r.at()))
                        .toList(),
                "uuid");
        hide(HIDE, writes, true);
        hide(HIDE_NO_MORE, writes, false);
        template.execute(
                (ConnectionCallback<Boolean>)
                        connection -> {
                            copy(connection, writes);
                            return true;
                        });
    }

    private void hide(String change, Ledger.Writes writes, boolean hidden) {
        UUID[] coverages =
                writes.hidden.entrySet().stream()
                        .filter(entry -> entry.getValue() == hidden)
                        .map(Map.Entry::getKey)
                        .toArray(UUID[]::new);
        if (coverages.length > 0) {
            jdbc.sql(change).param(coverages).update();
        }
    }

    private record Ending(String key, UUID id, java.time.Instant at) {}

    private void end(String update, List<Ending> endings, String keyType) {
        if (endings.isEmpty()) {
            return;
        }
        int ended =
                template.update(connection -> {
                    var statement = connection.prepareStatement(update);
                    statement.setArray(
                            1,
                            connection.createArrayOf(
                                    keyType, endings.stream().map(Ending::key).toArray()));
                    statement.setArray(
                            2,
                            connection.createArrayOf(
                                    "uuid", endings.stream().map(Ending::id).toArray()));
                    statement.setArray(
                            3,
                            connection.createArrayOf(
                                    "timestamptz",
                                    endings.stream().map(e -> e.at().toString()).toArray()));
                    return statement;
                });
        if (ended != endings.size()) {
            throw new IllegalStateException(
                    "ended " + ended + " of " + endings.size() + " rows of the registry");
        }
    }

    private static void copy(Connection connection, Ledger.Writes writes) throws SQLException {
        CopyText versions = new CopyText();
        writes.freshVersions.values().forEach(version -> append(versions, version));
        versions.into(connection, COPY_VERSIONS);
        CopyText entries = new CopyText();
        writes.freshEntries.values().forEach(entry -> append(entries, entry));
        entries.into(connection, COPY_ENTRIES);
        CopyText conflicts = new CopyText();
        writes.freshConflicts.values().forEach(conflict -> append(conflicts, conflict));
        conflicts.into(connection, COPY_CONFLICTS);
    }

    private static void append(CopyText copy, Coverage version) {
        copy.cell(version.personId())
                .cell(version.versionId())
                .cell(version.coverageId())
                .cell(version.insurer().digits())
                .cell(version.identifier().symbol())
                .cell(version.identifier().number())
                .cell(version.identifier().branch())
                .cell(version.birthDate())
                .cell(version.acquiredOn())
                .endOfDays(version.lostOn())
                .cell(version.segmentFrom())
                .endOfDays(version.segmentTo())
                .cell(version.standing().stored())
                .cell(version.suspended())
                .cell(version.recordedAt())
                .endOfTime(version.invalidatedAt());
        for (Fact fact : Fact.values()) {
            copy.cell(version.facts().get(fact));
        }
        copy.endRow();
    }

    private static void append(CopyText copy, LookupEntry entry) {
        copy.cell(entry.key().text())
                .cell(entry.entryId())
                .cell(entry.coverageId())
                .cell(entry.personId())
                .cell(entry.birthDate())
                .cell(entry.identifier().symbol())
                .cell(entry.identifier().number())
                .cell(entry.identifier().branch())
                .cell(entry.shown())
                .cell(entry.recordedAt())
                .endOfTime(entry.invalidatedAt());
        copy.endRow();
    }

    private static void append(CopyText copy, Conflict conflict) {
        copy.cell(conflict.conflictId())
                .cell(conflict.personId())
                .cell(conflict.coverageId())
                .cell(conflict.insurer().digits())
                .cell(conflict.otherCoverageId())
                .cell(conflict.otherInsurer().digits())
                .cell(conflict.overlapFrom())
                .endOfDays(conflict.overlapTo())
                .cell(conflict.recordedAt());
        copy.endRow();
    }

    private static LookupEntry entry(ResultSet row) throws SQLException {
        OffsetDateTime end = row.getObject(11, OffsetDateTime.class);
        return new LookupEntry(
                new LookupKey(row.getString(1)),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getObject(4, UUID.class),
                LocalDate.parse(row.getString(5)),
                new InsuredIdentifier(row.getString(6), row.getString(7), row.getString(8)),
                row.getBoolean(9),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                CoverageTable.invalidated(end));
    }

    private static Conflict conflict(ResultSet row) throws SQLException {
        return new Conflict(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                new InsurerNumber(row.getString(4)),
                row.getObject(5, UUID.class),
                new InsurerNumber(row.getString(6)),
                LocalDate.parse(row.getString(7)),
                Optional.of(row.getString(8))
                        .filter(end -> !end.equals(CoverageTable.INFINITY))
                        .map(LocalDate::parse),
                row.getObject(9, OffsetDateTime.class).toInstant());
    }
}
