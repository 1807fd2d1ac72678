package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.onshi.server.registry.RegistrationOffice.CITY;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.number;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Laws that hold whatever the insurers send; a failure prints its seed. */
class HistoryLawsTest {
    private static final LocalDate FIRST = LocalDate.parse("2024-04-01");
    private static final int DAYS = 360;

    @Test
    void aPersonHasAtMostOneCoverageOfAnInsurerADay() {
        long seed = seed();
        Random random = new Random(seed);
        for (int run = 0; run < 150; run++) {
            Book book = new Book("2025-04-01");
            for (int i = 0; i < 60; i++) {
                Map<Coverage, Boolean> before = new HashMap<>();
                Instant known = book.now();
                book.versions().forEach(v -> before.put(v, v.knownAt(known.minusNanos(1_000))));
                book.row(event(random));
                before.forEach((version, stood) ->
                        assertThat(knownLater(book, version, known.minusNanos(1_000)))
                                .as("seed %d: what was known then stays known then", seed)
                                .isEqualTo(stood));
                book.standingByPerson().values().forEach(stays -> oneADay(stays, seed));
            }
        }
    }

    private static boolean knownLater(Book book, Coverage version, Instant at) {
        return book.versions().stream()
                .filter(v -> v.versionId().equals(version.versionId()))
                .anyMatch(v -> v.knownAt(at));
    }

    private static void oneADay(List<Stay> stays, long seed) {
        for (Stay one : stays) {
            for (Stay other : stays) {
                boolean both =
                        !one.coverageId().equals(other.coverageId())
                                && one.insurer().equals(other.insurer())
                                && one.overlaps(other);
                assertThat(both)
                        .as("seed %d: two coverages of one insurer on a day", seed)
                        .isFalse();
            }
        }
    }

    @Test
    @Tag("database")
    @Tag("store")
    void whatWasAnsweredAtATimeIsAnsweredSoForEverAndEveryVersionIsAccountedFor() {
        long seed = seed();
        Random random = new Random(seed);
        try (RegistrationOffice office = new RegistrationOffice()) {
            Map<Instant, List<Coverage>> answered = new HashMap<>();
            long changes = 0;
            for (int i = 0; i < 40; i++) {
                List<RegistrationRow> rows = new ArrayList<>();
                InsurerNumber sender = random.nextBoolean() ? KYOKAI : CITY;
                while (rows.size() < 5) {
                    RegistrationRow row = event(random);
                    if (row.raw(RegistrationColumn.INSURER_NUMBER).equals(sender.digits())) {
                        rows.add(row);
                    }
                }
                changes +=
                        office.send(sender, rows.toArray(RegistrationRow[]::new)).stream()
                                .filter(o -> o.status() != RowStatus.REJECTED)
                                .filter(o -> o.code() != RegistrationCode.UNCHANGED)
                                .count();
                office.tomorrow();
                Instant at = office.time.get().minusSeconds(3_600);
                answered.put(at, all(office, at));
            }
            assertThat(marked(office))
                    .as("seed %d: marked are those hidden by what was recorded last", seed)
                    .containsExactlyInAnyOrderElementsOf(hiddenByWhatWasRecordedLast(office));
            Set<UUID> hidden = personsOfHiddenCoverages(office);
            answered.forEach((at, answer) -> {
                List<Coverage> later = all(office, at);
                assertThat(answer)
                        .as("seed %d: nothing is added to %s", seed, at)
                        .containsAll(later);
                assertThat(without(hidden, later))
                        .as("seed %d: as known at %s", seed, at)
                        .isEqualTo(without(hidden, answer));
            });
            assertThat(audited(office)).as("seed %d: audit entries", seed).isEqualTo(changes);
            assertThat(eventTimes(office))
                    .as("seed %d: times of events", seed)
                    .isEqualTo(changes - onlyWhyPending(office));
        }
    }

    private static List<Coverage> without(Set<UUID> persons, List<Coverage> coverages) {
        return coverages.stream().filter(c -> !persons.contains(c.personId())).toList();
    }

    private static List<UUID> marked(RegistrationOffice office) {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT coverage_id FROM registry.hidden_coverage")
                .query(UUID.class)
                .list();
    }

    /** As the migration reads them from what was recorded before the mark was kept. */
    private static List<UUID> hiddenByWhatWasRecordedLast(RegistrationOffice office) {
        return JdbcClient.create(office.database.superuser())
                .sql(
                        """
                        SELECT last.coverage_id
                        FROM (
                            SELECT DISTINCT ON (coverage_id) coverage_id,
                                standing = 'P' OR suspended AS hidden
                            FROM registry.coverage
                            ORDER BY coverage_id, invalidated_at DESC, recorded_at DESC
                        ) last
                        WHERE last.hidden
                        """)
                .query(UUID.class)
                .list();
    }

    /** Who has or had a coverage that is pending by now: it is not shown as it was before. */
    private static Set<UUID> personsOfHiddenCoverages(RegistrationOffice office) {
        return Set.copyOf(
                JdbcClient.create(office.database.superuser())
                        .sql(
                                """
                                SELECT DISTINCT a.person_id
                                FROM registry.coverage a
                                JOIN registry.coverage n ON n.coverage_id = a.coverage_id
                                WHERE n.standing = 'P' AND n.invalidated_at = (
                                    SELECT max(m.invalidated_at)
                                    FROM registry.coverage m
                                    WHERE m.coverage_id = n.coverage_id)
                                """)
                        .query(UUID.class)
                        .list());
    }

    /** Everything an answer could rest on at a time, without what came to be known later. */
    private static List<Coverage> all(RegistrationOffice office, Instant at) {
        List<Coverage> all = new ArrayList<>();
        for (InsurerNumber insurer : List.of(KYOKAI, CITY)) {
            for (int person = 0; person < 4; person++) {
                for (Coverage c :
                        office.shownAt(
                                insurer,
                                new InsuredIdentifier("7", Integer.toString(person + 1), ""),
                                born(person),
                                at)) {
                    all.add(
                            new Coverage(
                                    c.versionId(),
                                    c.coverageId(),
                                    c.personId(),
                                    c.insurer(),
                                    c.identifier(),
                                    c.birthDate(),
                                    c.acquiredOn(),
                                    c.lostOn(),
                                    c.segmentFrom(),
                                    c.segmentTo(),
                                    c.facts(),
                                    c.standing(),
                                    c.suspended(),
                                    c.recordedAt(),
                                    java.util.Optional.empty()));
                }
            }
        }
        return all;
    }

    /** Every event has a time of its own, at which versions of its coverage begin or end. */
    private static long eventTimes(RegistrationOffice office) {
        return JdbcClient.create(office.database.superuser())
                .sql(
                        """
                        SELECT count(*) FROM (
                            SELECT coverage_id, recorded_at FROM registry.coverage
                            UNION
                            SELECT coverage_id, invalidated_at FROM registry.coverage
                            WHERE invalidated_at <> 'infinity') t
                        """)
                .query(Long.class)
                .single();
    }

    /** Entries of rows that changed only why a coverage is pending, or by which number. */
    private static long onlyWhyPending(RegistrationOffice office) {
        return JdbcClient.create(office.database.superuser())
                .sql(
                        """
                        SELECT count(*)
                        FROM audit.entry e
                        CROSS JOIN LATERAL (SELECT convert_from(e.body, 'UTF8')::jsonb AS body) b
                        WHERE e.event LIKE 'coverage.%'
                          AND b.body -> 'details' ->> 'code' IN (
                            'PERSON_MISMATCH', 'KANA_DIFFERS', 'REGISTER_DIFFERS', 'UNRESOLVED',
                            'NUMBER_MISSING', 'AWAITING_NUMBER')
                          AND NOT EXISTS (
                            SELECT FROM registry.coverage c
                            WHERE c.coverage_id = (b.body -> 'details' ->> 'coverage')::uuid
                              AND e.recorded_at IN (c.recorded_at, c.invalidated_at))
                        """)
                .query(Long.class)
                .single();
    }

    private static long audited(RegistrationOffice office) {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT count(*) FROM audit.entry WHERE event LIKE 'coverage.%'")
                .query(Long.class)
                .single();
    }

    /** Any event about one of four people at one of two insurers, sensible or not. */
    private static RegistrationRow event(Random random) {
        int person = random.nextInt(4);
        InsurerNumber insurer = random.nextBoolean() ? KYOKAI : CITY;
        RegistrationAction action = List.of(RegistrationAction.values()).get(random.nextInt(5));
        Row row = action == RegistrationAction.ADD ? Row.add(insurer) : Row.of(action, insurer);
        row.identifier("7", Integer.toString(person + 1), random.nextInt(9) == 0 ? "01" : "00")
                .born(random.nextInt(12) == 0 ? "1990-01-01" : born(person));
        switch (action) {
            case ADD -> {
                row.with(RegistrationColumn.INDIVIDUAL_NUMBER, number(person))
                        .with(RegistrationColumn.ACQUIRED_ON, day(random));
                if (random.nextInt(8) == 0) {
                    row.with(RegistrationColumn.INDIVIDUAL_NUMBER, number(random.nextInt(5)));
                }
            }
            case CHANGE ->
                    row.with(RegistrationColumn.EFFECTIVE_ON, day(random))
                            .with(RegistrationColumn.NAME, "名" + random.nextInt(3));
            case LOSE ->
                    row.with(RegistrationColumn.LOST_ON, day(random))
                            .with(RegistrationColumn.LOSS_REASON, "03");
            case CORRECT -> {
                switch (random.nextInt(5)) {
                    case 0 -> row.with(RegistrationColumn.ACQUIRED_ON, day(random));
                    case 1 ->
                            row.with(RegistrationColumn.LOST_ON, day(random))
                                    .with(RegistrationColumn.LOSS_REASON, "99");
                    case 2 -> row.with(RegistrationColumn.LOST_ON, "-");
                    case 3 ->
                            row.with(
                                    RegistrationColumn.INDIVIDUAL_NUMBER,
                                    number(random.nextInt(5)));
                    default -> row.with(RegistrationColumn.NAME, "名" + random.nextInt(3));
                }
            }
            case CANCEL -> {}
        }
        return row.row();
    }

    private static String born(int person) {
        return "198" + person + "-05-05";
    }

    private static String day(Random random) {
        return FIRST.plusDays(random.nextInt(DAYS)).toString();
    }

    private static long seed() {
        return Long.getLong("onshi.seed", new Random().nextLong());
    }
}
