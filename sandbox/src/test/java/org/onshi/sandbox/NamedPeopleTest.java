package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.StatutoryCopay;
import org.onshi.wire.RegistrationColumn;

class NamedPeopleTest {
    private static final LocalDate DAY = LocalDate.of(2026, 12, 1);
    private static final Path PEOPLE =
            Path.of(System.getProperty("onshi.root"), "testdata", "people");

    @ParameterizedTest
    @CsvSource({
        "1985-04-12, 1985-04-12",
        "today, 2026-12-01",
        "today+10d, 2026-12-11",
        "today-2m, 2026-10-01",
        "today+10d-75y, 1951-12-11",
        "birth+75y, 2025-03-15",
        "birth+70y-1d@next, 2020-04-01",
        "today@first-15d, 2026-11-16",
    })
    void aDateIsTakenFromTheDayOrTheBirth(String written, LocalDate meant) {
        assertThat(RelativeDate.resolve(written, DAY, LocalDate.of(1950, 3, 15))).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"tomorrow", "today+10", "today+d", "2026-1-1", "today@last"})
    void anythingElseIsRefused(String written) {
        assertThatThrownBy(() -> RelativeDate.resolve(written, DAY, DAY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theColumnsAreThoseOfTheRegistrationFileAndThreeMore() throws IOException {
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().ofCsvRecord(PEOPLE.resolve("people.csv"))) {
            List<String> header = csv.iterator().next().getFields();
            assertThat(header).startsWith("person_name_key", "situation", "story");
            assertThat(header.subList(3, header.size()))
                    .allSatisfy(column -> assertThat(RegistrationColumn.of(column)).isPresent());
        }
    }

    @Test
    void theFileForOneDayIsThatOfThePeople() throws IOException {
        Path resolved = PEOPLE.resolve("people-at-2026-12-01.csv");
        String expected = resolved(DAY);
        if (Boolean.getBoolean("onshi.docs.write")) {
            Files.writeString(resolved, expected);
        }
        assertThat(resolved).hasContent(expected);
    }

    private static String resolved(LocalDate day) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvReader<CsvRecord> source =
                        CsvReader.builder().ofCsvRecord(PEOPLE.resolve("people.csv"));
                CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            List<String> header = source.iterator().next().getFields();
            csv.writeRecord(header);
            for (Map<String, String> row : NamedPeople.rows(day)) {
                csv.writeRecord(
                        header.stream().map(column -> row.getOrDefault(column, "")).toList());
            }
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "2019-04-01",
        "2024-02-29",
        "2024-12-02",
        "2025-03-31",
        "2026-07-31",
        "2026-08-01",
        "2028-02-29",
        "2030-01-01"
    })
    void theirStoriesHoldOnAnyDay(LocalDate today) {
        List<Household> households = NamedPeople.households(today);
        assertThat(households)
                .hasSizeGreaterThan(25)
                .allSatisfy(household -> {
                    assertThat(household.people()).hasSize(1);
                    assertThat(household.listings()).isNotEmpty();
                    Resident who = household.people().getFirst();
                    household
                            .listings()
                            .forEach(stay -> {
                                stay.acquiredOn()
                                        .ifPresent(day ->
                                                assertThat(day)
                                                        .as(who.key())
                                                        .isAfterOrEqualTo(who.birthDate()));
                                stay.lostOn()
                                        .ifPresent(day ->
                                                assertThat(day)
                                                        .as(who.key())
                                                        .isAfter(stay.acquiredOn().orElseThrow()));
                            });
                });
        Household ume = named(households, "UME");
        assertThat(StatutoryCopay.lateStageFrom(ume.people().getFirst().birthDate()))
                .isBetween(today.plusDays(9), today.plusDays(11));
        Household kiyo = named(households, "KIYO");
        assertThat(StatutoryCopay.elderlyFrom(kiyo.people().getFirst().birthDate()))
                .isEqualTo(today.withDayOfMonth(1));
        List<Household> twins = List.of(named(households, "AKI"), named(households, "HARU"));
        InsuredIdentifier aki = twins.getFirst().listings().getFirst().identifier();
        InsuredIdentifier haru = twins.getLast().listings().getFirst().identifier();
        assertThat(aki.rawEquals(haru)).isTrue();
        assertThat(aki.branchKey()).isNotEqualTo(haru.branchKey());
    }

    private static Household named(List<Household> households, String key) {
        return households.stream()
                .filter(household -> household.people().getFirst().key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
