package org.onshi.server.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of coverages: {@code registry.lookup} by key, {@code registry.coverage} by person. */
final class CoverageTable {
    /** How "no end" stands in a date or timestamp column. */
    static final String INFINITY = "infinity";

    /** One column list for reading and for COPY; facts last, in the order of {@link Fact}. */
    static final String COLUMNS =
            """
            person_id, version_id, coverage_id, insurer_number, symbol, number, branch, birth_date, \
            acquired_on, lost_on, segment_from, segment_to, standing, suspended, recorded_at, \
            invalidated_at, name, name_kana, other_name, other_name_kana, sex, postal_code, \
            address, relationship, head_name, card_class, loss_reason, notified_on, issued_on, \
            certificate_valid_from, certificate_valid_to, copay_percent, copay_from, copay_to, \
            elderly_issued_on, limit_kind, limit_class, limit_issued_on, limit_from, limit_to, \
            limit_long_term_on, special_disease_1_from, special_disease_1_to, \
            special_disease_2_from, special_disease_2_to, special_disease_3_from, \
            special_disease_3_to, certificate_requested, individual_number_missing_reason, \
            individual_number_source\
            """;

    private static final int FIRST_FACT_COLUMN = 17;

    private static final String CANDIDATES =
            """
            SELECT person_id, coverage_id, symbol, number, branch
            FROM registry.lookup
            WHERE lookup_key = ? AND birth_date = ? AND shown
              AND recorded_at <= ? AND invalidated_at > ?
            ORDER BY entry_id
            """;

    private static final String CANDIDATES_OF_KEY =
            """
            SELECT person_id, coverage_id, symbol, number, branch
            FROM registry.lookup
            WHERE lookup_key = ? AND shown AND recorded_at <= ? AND invalidated_at > ?
            ORDER BY entry_id
            """;

    private static final String SHOWN_OF =
            "SELECT "
                    + COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ? AND standing = 'A' AND NOT suspended
                      AND recorded_at <= ? AND invalidated_at > ?
                    ORDER BY segment_from, version_id
                    """;

    private static final String ROWS =
            "SELECT "
                    + COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ? AND version_id = ANY (?)
                    ORDER BY segment_from, version_id
                    """;

    private static final String HIDDEN =
            "SELECT coverage_id FROM registry.hidden_coverage WHERE coverage_id = ANY (?)";

    private static final String COVERAGES_OF_KEY =
            """
            SELECT person_id, coverage_id, symbol, number, branch
            FROM registry.lookup
            WHERE lookup_key = ? AND birth_date = ?
            """;

    /** Of every time, shown or not. */
    private static final String BRANCHES =
            "SELECT DISTINCT symbol, number, branch FROM registry.lookup WHERE lookup_key = ?";

    private static final String HISTORY =
            "SELECT "
                    + COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?) AND coverage_id = ANY (?)
                    ORDER BY coverage_id, recorded_at, segment_from, version_id
                    """;

    private static final String STANDING_VERSIONS =
            "SELECT "
                    + COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?) AND coverage_id = ANY (?)
                        AND invalidated_at = 'infinity'
                    ORDER BY coverage_id, segment_from, version_id
                    """;

    /** Wherever coverages ever stood: by coverage, so it may go to every node. */
    private static final String EVER_PERSONS =
            "SELECT DISTINCT person_id FROM registry.lookup WHERE coverage_id = ANY (?)";

    /** Where coverages stand now: by coverage, so it may go to every node. */
    private static final String PRESENT_PERSONS =
            """
            SELECT DISTINCT ON (coverage_id) person_id
            FROM registry.lookup
            WHERE coverage_id = ANY (?)
            ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC
            """;

    private static final String LATEST =
            "SELECT DISTINCT ON (coverage_id) "
                    + COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?) AND coverage_id = ANY (?)
                    ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC, segment_from DESC
                    """;

    private static final String STANDING =
            """
            SELECT coverage_id, version_id
            FROM registry.coverage
            WHERE person_id = ANY (?) AND coverage_id = ANY (?) AND invalidated_at = 'infinity'
            """;

    /** Where coverages stood before an instant, by what was recorded until then. */
    private static final String PERSONS_THEN =
            """
            SELECT DISTINCT ON (coverage_id) person_id
            FROM registry.lookup
            WHERE coverage_id = ANY (?) AND recorded_at < ?
            ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC
            """;

    private static final String LATEST_THEN =
            "SELECT DISTINCT ON (coverage_id) "
                    + COLUMNS
                    + """

                    FROM registry.coverage
                    WHERE person_id = ANY (?) AND coverage_id = ANY (?) AND recorded_at < ?
                    ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC, segment_from DESC
                    """;

    /** Reads every coverage: for a report that is made now and then. */
    private static final String CHARACTERS =
            """
            SELECT written, count(*)
            FROM registry.coverage
            CROSS JOIN LATERAL regexp_split_to_table(name, '') AS written
            WHERE invalidated_at = 'infinity' AND standing = 'A'
            GROUP BY written
            ORDER BY count(*) DESC, written
            """;

    private static final String FIRST_SHOWN =
            """
            SELECT person_id, coverage_id, min(recorded_at)
            FROM registry.coverage
            WHERE person_id = ANY (?) AND coverage_id = ANY (?) AND standing = 'A'
                AND NOT suspended
            GROUP BY person_id, coverage_id
            """;

    private final JdbcClient jdbc;

    CoverageTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    List<Candidate> candidates(LookupKey key, LocalDate birthDate, Instant knownAt) {
        OffsetDateTime at = timestamp(knownAt);
        return jdbc.sql(CANDIDATES)
                .params(key.text(), birthDate, at, at)
                .query((row, number) -> candidate(row))
                .list();
    }

    List<Candidate> candidates(LookupKey key, Instant knownAt) {
        OffsetDateTime at = timestamp(knownAt);
        return jdbc.sql(CANDIDATES_OF_KEY)
                .params(key.text(), at, at)
                .query((row, number) -> candidate(row))
                .list();
    }

    List<Coverage> shownOf(UUID personId, Instant knownAt) {
        OffsetDateTime at = timestamp(knownAt);
        return jdbc.sql(SHOWN_OF)
                .params(personId, at, at)
                .query((row, number) -> coverage(row))
                .list();
    }

    List<Coverage> rows(UUID personId, Collection<UUID> versionIds) {
        return jdbc.sql(ROWS)
                .params(personId, versionIds.toArray(UUID[]::new))
                .query((row, number) -> coverage(row))
                .list();
    }

    /** Those of the coverages that are pending or suspended by what was recorded last. */
    List<UUID> hidden(Collection<UUID> coverageIds) {
        return jdbc.sql(HIDDEN).param(coverageIds.toArray(UUID[]::new)).query(UUID.class).list();
    }

    /** Every branch that ever stood under a key, two digits each; "" for none. */
    Set<String> branches(LookupKey key) {
        return jdbc
                .sql(BRANCHES)
                .param(key.text())
                .query((row, number) ->
                        new InsuredIdentifier(row.getString(1), row.getString(2), row.getString(3)))
                .stream()
                .map(InsuredIdentifier::branchKey)
                .collect(Collectors.toSet());
    }

    /** Every version of the coverages that ever stood under a key, wherever they stood. */
    List<Coverage> history(LookupKey key, InsuredIdentifier identifier, LocalDate birthDate) {
        return history(coverages(everUnder(key, identifier, birthDate)));
    }

    /** Every version of coverages, wherever they stood. */
    List<Coverage> history(UUID... coverages) {
        return versions(HISTORY, persons(EVER_PERSONS, coverages), coverages);
    }

    /** What stands now of the coverages that ever stood under a key, with whom they stood there. */
    List<Coverage> standing(LookupKey key, InsuredIdentifier identifier, LocalDate birthDate) {
        List<Candidate> found = everUnder(key, identifier, birthDate);
        UUID[] persons = found.stream().map(Candidate::personId).distinct().toArray(UUID[]::new);
        return versions(STANDING_VERSIONS, persons, coverages(found));
    }

    private List<Candidate> everUnder(
            LookupKey key, InsuredIdentifier identifier, LocalDate birthDate) {
        String branch = identifier.branchKey();
        return jdbc
                .sql(COVERAGES_OF_KEY)
                .params(key.text(), birthDate)
                .query((row, number) -> candidate(row))
                .list()
                .stream()
                .filter(c -> branch.isEmpty() || c.identifier().branchKey().equals(branch))
                .toList();
    }

    private static UUID[] coverages(List<Candidate> found) {
        return found.stream().map(Candidate::coverageId).distinct().toArray(UUID[]::new);
    }

    /** Every version of a coverage as a person's. */
    List<Coverage> history(UUID person, UUID coverage) {
        return versions(HISTORY, new UUID[] {person}, new UUID[] {coverage});
    }

    private List<Coverage> versions(String sql, UUID[] persons, UUID[] coverages) {
        return coverages.length == 0
                ? List.of()
                : jdbc.sql(sql)
                        .params(persons, coverages)
                        .query((row, number) -> coverage(row))
                        .list();
    }

    /**
     * The latest version of each, by coverage. A correction of the individual number moves a
     * coverage to another person, and what was noted about it stays with the first one: where the
     * coverage stands is asked before what it is.
     */
    Map<UUID, Coverage> latest(Collection<UUID> coverageIds) {
        Map<UUID, Coverage> latest = new HashMap<>();
        if (!coverageIds.isEmpty()) {
            UUID[] coverages = coverageIds.toArray(UUID[]::new);
            jdbc.sql(LATEST)
                    .params(persons(coverages), coverages)
                    .query((row, number) -> coverage(row))
                    .list()
                    .forEach(coverage -> latest.put(coverage.coverageId(), coverage));
        }
        return latest;
    }

    /** The same by what was recorded before an instant; what came later may have ended it. */
    Map<UUID, Coverage> latestBefore(Collection<UUID> coverageIds, Instant before) {
        Map<UUID, Coverage> latest = new HashMap<>();
        if (!coverageIds.isEmpty()) {
            UUID[] coverages = coverageIds.toArray(UUID[]::new);
            OffsetDateTime end = timestamp(before);
            UUID[] persons =
                    jdbc
                            .sql(PERSONS_THEN)
                            .param(coverages)
                            .param(end)
                            .query(UUID.class)
                            .list()
                            .stream()
                            .distinct()
                            .toArray(UUID[]::new);
            jdbc.sql(LATEST_THEN)
                    .params(persons, coverages, end)
                    .query((row, number) -> coverage(row))
                    .list()
                    .forEach(coverage -> latest.put(coverage.coverageId(), coverage));
        }
        return latest;
    }

    /** The standing versions of coverages, by coverage, wherever they stand. */
    Map<UUID, Set<UUID>> standing(Collection<UUID> coverageIds) {
        Map<UUID, Set<UUID>> standing = new HashMap<>();
        if (!coverageIds.isEmpty()) {
            UUID[] coverages = coverageIds.toArray(UUID[]::new);
            jdbc.sql(STANDING)
                    .params(persons(coverages), coverages)
                    .query(row -> {
                        standing.computeIfAbsent(row.getObject(1, UUID.class), _ -> new HashSet<>())
                                .add(row.getObject(2, UUID.class));
                    });
        }
        return standing;
    }

    private UUID[] persons(UUID[] coverages) {
        return persons(PRESENT_PERSONS, coverages);
    }

    private UUID[] persons(String sql, UUID[] coverages) {
        return jdbc.sql(sql).param(coverages).query(UUID.class).list().stream()
                .distinct()
                .toArray(UUID[]::new);
    }

    List<FirstShown> firstShown(Collection<UUID> persons, Collection<UUID> coverageIds) {
        return jdbc.sql(FIRST_SHOWN)
                .params(persons.toArray(UUID[]::new), coverageIds.toArray(UUID[]::new))
                .query((row, number) ->
                        new FirstShown(
                                row.getObject(1, UUID.class),
                                row.getObject(2, UUID.class),
                                row.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** Characters of the names in force, the most frequent first; a few thousand. */
    List<CharacterCount> characters() {
        return jdbc.sql(CHARACTERS)
                .query((row, number) -> new CharacterCount(row.getString(1), row.getLong(2)))
                .list();
    }

    private static Candidate candidate(ResultSet row) throws SQLException {
        return new Candidate(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                new InsuredIdentifier(row.getString(3), row.getString(4), row.getString(5)));
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** A row of {@link #COLUMNS}. */
    static Coverage coverage(ResultSet row) throws SQLException {
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        int column = FIRST_FACT_COLUMN;
        for (Fact fact : Fact.values()) {
            String value = row.getString(column);
            column++;
            if (value != null) {
                facts.put(fact, value);
            }
        }
        return new Coverage(
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getObject(1, UUID.class),
                new InsurerNumber(row.getString(4)),
                new InsuredIdentifier(row.getString(5), row.getString(6), row.getString(7)),
                LocalDate.parse(row.getString(8)),
                LocalDate.parse(row.getString(9)),
                end(row.getString(10)),
                LocalDate.parse(row.getString(11)),
                end(row.getString(12)),
                Facts.of(facts),
                Standing.ofStored(row.getString(13)),
                row.getBoolean(14),
                row.getObject(15, OffsetDateTime.class).toInstant(),
                invalidated(row.getObject(16, OffsetDateTime.class)));
    }

    private static Optional<LocalDate> end(String date) {
        return date.equals(INFINITY) ? Optional.empty() : Optional.of(LocalDate.parse(date));
    }

    static Optional<Instant> invalidated(OffsetDateTime at) {
        // the driver reads 'infinity' as the greatest time there is
        return at.equals(OffsetDateTime.MAX) ? Optional.empty() : Optional.of(at.toInstant());
    }
}
