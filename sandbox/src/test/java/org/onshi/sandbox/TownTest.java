package org.onshi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerKind;
import org.onshi.kernel.InsurerNumber;
import org.onshi.kernel.StatutoryCopay;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRow;

class TownTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);
    private static final long SEED = 7;

    @TempDir private static Path folder;

    private static TownFiles town;
    private static List<Row> rows;

    /** A row of town.csv. */
    private record Row(Map<String, String> cells) {
        String get(String column) {
            return cells.get(column);
        }

        LocalDate birth() {
            return LocalDate.parse(get("birth_date"));
        }

        LocalDate day(String column) {
            return get(column).isEmpty() ? LocalDate.MAX : LocalDate.parse(get(column));
        }

        InsuredIdentifier identifier() {
            return new InsuredIdentifier(get("symbol"), get("number"), get("branch"));
        }

        boolean holdsOn(LocalDate day) {
            return !day.isBefore(day("acquired_on")) && day.isBefore(day("lost_on"));
        }
    }

    @BeforeAll
    static void makeTown() {
        town = Town.generate(folder.resolve("town"), new Town.Settings(SEED, 300, TODAY));
        rows = read(town.town());
    }

    private static List<Row> read(Path file) {
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(file)) {
            return csv.stream().map(row -> new Row(row.getFieldsAsMap())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, List<Row>> people(Situation situation) {
        return rows.stream()
                .filter(row -> row.get("situation").equals(situation.word()))
                .collect(
                        Collectors.groupingBy(
                                row -> row.get("person"), LinkedHashMap::new, Collectors.toList()));
    }

    private static void eachOf(Situation situation, Consumer<List<Row>> law) {
        assertThat(people(situation).values()).isNotEmpty().allSatisfy(law);
    }

    @Test
    void theSameSeedGivesTheSameFilesAndAnotherSeedOthers() throws IOException {
        TownFiles again =
                Town.generate(folder.resolve("again"), new Town.Settings(SEED, 300, TODAY));
        TownFiles other =
                Town.generate(folder.resolve("other"), new Town.Settings(SEED + 1, 300, TODAY));
        try (Stream<Path> files = Files.walk(town.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path twin = again.folder().resolve(town.folder().relativize(file));
                assertThat(twin).hasSameBinaryContentAs(file);
            }
        }
        assertThat(Files.mismatch(town.town(), other.town())).isNotNegative();
    }

    @Test
    void aTownOf300HasFivePeopleOfEverySituation() {
        assertThat(Situation.values())
                .allSatisfy(situation ->
                        assertThat(people(situation))
                                .as(situation.word())
                                .hasSizeGreaterThanOrEqualTo(5));
        assertThat(read(town.residents())).hasSize(300);
        assertThat(rows.stream().map(row -> row.get("person")).distinct()).hasSize(300);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 301, 1_000})
    void aTownHasAsManyPeopleAsAskedFor(int people) {
        TownFiles files =
                Town.generate(folder.resolve("of" + people), new Town.Settings(1, people, TODAY));
        assertThat(read(files.residents())).hasSize(people);
    }

    @Test
    void twelveInsurersOfAllKindsAndTwoFacilitiesOfEach() {
        assertThat(Town.insurers()).hasSize(12);
        assertThat(Town.insurers().stream().map(TownInsurer::kind))
                .contains(
                        InsurerKind.KYOKAI_KENPO,
                        InsurerKind.HEALTH_SOCIETY,
                        InsurerKind.MUTUAL_AID,
                        InsurerKind.MUNICIPAL_NHI,
                        InsurerKind.NHI_SOCIETY,
                        InsurerKind.LATE_STAGE_ELDERLY);
        assertThat(read(town.insurers())).hasSize(12);
        assertThat(read(town.facilities())).hasSize(Town.facilities().size());
        Map<String, List<TownFacility>> kinds =
                Town.facilities().stream().collect(Collectors.groupingBy(TownFacility::kind));
        assertThat(kinds).hasSize(5);
        assertThat(kinds.values()).allMatch(facilities -> facilities.size() >= 2);
        assertThat(Town.facilityCodes()).allMatch(code -> code.checkDigitHolds());
    }

    @Test
    void everyNumberIsOneOfTheField() {
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(new InsurerNumber(row.get("insurer_number")))
                            .isIn(Town.insurerNumbers());
                    assertThat(row.identifier().comparisonKey()).isNotBlank();
                });
        List<Row> residents = read(town.residents());
        assertThat(residents)
                .allSatisfy(row ->
                        assertThat(new IndividualNumber(row.get("individual_number")).digits())
                                .startsWith("99"));
        assertThat(residents.stream().map(row -> row.get("individual_number")).distinct())
                .hasSameSizeAs(residents);
    }

    @Test
    void nobodySharesAnIdentifierWithAStranger() {
        Map<String, Set<String>> holders =
                rows.stream()
                        .filter(row ->
                                !row.get("situation").matches("twin_no_branch|near_identifier"))
                        .collect(
                                Collectors.groupingBy(
                                        row ->
                                                row.get("insurer_number")
                                                        + row.identifier().comparisonKey()
                                                        + row.identifier().branchKey()
                                                        + row.get("birth_date"),
                                        Collectors.mapping(
                                                row -> row.get("person"), Collectors.toSet())));
        assertThat(holders.values()).allMatch(people -> people.size() == 1);
    }

    @Test
    void nobodyIsCoveredTwiceOnADay() {
        Map<String, List<Row>> byPerson =
                rows.stream()
                        .filter(row -> !row.get("acquired_on").isEmpty())
                        .collect(Collectors.groupingBy(row -> row.get("person")));
        assertThat(byPerson.values())
                .allSatisfy(stays -> {
                    for (int i = 1; i < stays.size(); i++) {
                        assertThat(stays.get(i).day("acquired_on"))
                                .isAfterOrEqualTo(stays.get(i - 1).day("lost_on"));
                    }
                    assertThat(stays)
                            .allSatisfy(stay -> {
                                assertThat(stay.day("acquired_on")).isBefore(stay.day("lost_on"));
                                assertThat(stay.day("acquired_on")).isAfterOrEqualTo(stay.birth());
                            });
                });
    }

    @Test
    void townNamesNoIndividualNumber() throws IOException {
        Set<String> numbers =
                read(town.residents()).stream()
                        .map(row -> row.get("individual_number"))
                        .collect(Collectors.toCollection(HashSet::new));
        for (String cell : Files.readString(town.town()).split("[,\n]", -1)) {
            assertThat(numbers).doesNotContain(cell);
        }
    }

    @Test
    void aJobChangerGoesOverWithoutAHole() {
        eachOf(
                Situation.JOB_CHANGER,
                stays -> {
                    assertThat(stays).hasSize(2);
                    assertThat(stays.get(0).get("lost_on"))
                            .isEqualTo(stays.get(1).get("acquired_on"));
                    assertThat(stays.get(0).get("insurer_number"))
                            .isNotEqualTo(stays.get(1).get("insurer_number"));
                });
        assertThat(people(Situation.JOB_CHANGER).values())
                .anyMatch(stays -> stays.getLast().day("acquired_on").equals(TODAY));
    }

    @Test
    void aGapHasAHoleAndForSomeTodayLiesInIt() {
        eachOf(
                Situation.GAP,
                stays -> {
                    assertThat(stays).hasSize(2);
                    assertThat(stays.get(0).day("lost_on"))
                            .isBefore(stays.get(1).day("acquired_on"));
                });
        assertThat(people(Situation.GAP).values())
                .anyMatch(stays -> stays.stream().noneMatch(s -> s.holdsOn(TODAY)));
    }

    @Test
    void aLostCoverageIsOverTodayAndSomeAreLostToday() {
        eachOf(
                Situation.LOST,
                stays -> {
                    assertThat(stays).hasSize(1);
                    assertThat(stays.getFirst().day("lost_on")).isBeforeOrEqualTo(TODAY);
                });
        assertThat(people(Situation.LOST).values())
                .anyMatch(stays -> stays.getFirst().day("lost_on").equals(TODAY));
        eachOf(
                Situation.ENDS_SOON,
                stays -> {
                    assertThat(stays.getFirst().holdsOn(TODAY)).isTrue();
                    assertThat(stays.getFirst().get("lost_on")).isNotEmpty();
                });
    }

    @Test
    void whoMovedHasAnotherInsurerAndNoHole() {
        eachOf(
                Situation.MOVED_INSURER,
                stays -> {
                    assertThat(stays.get(0).get("lost_on"))
                            .isEqualTo(stays.get(1).get("acquired_on"));
                    assertThat(new InsurerNumber(stays.get(1).get("insurer_number")).kind())
                            .isEqualTo(InsurerKind.MUNICIPAL_NHI);
                });
    }

    @Test
    void twinsShareEverythingButTheBranchNumber() {
        Map<String, List<Row>> pairs =
                rows.stream()
                        .filter(row -> row.get("situation").equals("twin"))
                        .collect(
                                Collectors.groupingBy(row ->
                                        row.get("insurer_number")
                                                + row.identifier().comparisonKey()
                                                + row.get("birth_date")));
        assertThat(pairs.values())
                .hasSizeGreaterThan(2)
                .allSatisfy(pair -> {
                    assertThat(pair).hasSize(2);
                    assertThat(pair.get(0).get("branch"))
                            .isNotEmpty()
                            .isNotEqualTo(pair.get(1).get("branch"));
                });
    }

    @Test
    void twinsWithoutBranchNumberShareThatTooAndHaveNamesOfTheirOwn() {
        pairs(
                Situation.TWIN_NO_BRANCH,
                pair -> {
                    assertThat(pair.get(0).identifier()).isEqualTo(pair.get(1).identifier());
                    assertThat(pair.get(0).get("branch")).isEmpty();
                    assertThat(pair.get(0).get("name_kana"))
                            .isNotEqualTo(pair.get(1).get("name_kana"));
                });
    }

    @Test
    void nearIdentifiersDifferOnlyInALeadingZero() {
        pairs(
                Situation.NEAR_IDENTIFIER,
                pair -> {
                    assertThat(pair.get(0).identifier().rawEquals(pair.get(1).identifier()))
                            .isFalse();
                    assertThat(pair.get(0).get("branch")).isEqualTo(pair.get(1).get("branch"));
                });
    }

    private static void pairs(Situation situation, Consumer<List<Row>> law) {
        Map<String, List<Row>> pairs =
                rows.stream()
                        .filter(row -> row.get("situation").equals(situation.word()))
                        .collect(
                                Collectors.groupingBy(row ->
                                        row.get("insurer_number")
                                                + row.identifier().comparisonKey()
                                                + row.get("birth_date")));
        assertThat(pairs.values())
                .hasSizeGreaterThan(2)
                .allSatisfy(pair -> {
                    assertThat(pair.stream().map(row -> row.get("person")).distinct()).hasSize(2);
                    law.accept(pair);
                });
    }

    @Test
    void theElderlyShareBeginsAroundToday() {
        eachOf(
                Situation.TURNING_70,
                stays -> {
                    LocalDate from = StatutoryCopay.elderlyFrom(stays.getFirst().birth());
                    assertThat(from.getDayOfMonth()).isEqualTo(1);
                    assertThat(Math.abs(ChronoUnit.DAYS.between(from, TODAY))).isLessThan(62);
                });
        assertThat(people(Situation.TURNING_70).values())
                .anyMatch(stays -> stays.getFirst().birth().getDayOfMonth() == 1)
                .anyMatch(stays -> stays.getFirst().birth().getDayOfMonth() > 1);
    }

    @Test
    void whoTurns75IsLostThatDayAndLateStageElderlyFromThere() {
        eachOf(
                Situation.TURNING_75,
                stays -> {
                    LocalDate birthday = StatutoryCopay.lateStageFrom(stays.getFirst().birth());
                    assertThat(Math.abs(ChronoUnit.DAYS.between(birthday, TODAY))).isLessThan(32);
                    assertThat(stays.get(0).day("lost_on")).isEqualTo(birthday);
                    assertThat(stays.get(1).day("acquired_on")).isEqualTo(birthday);
                    assertThat(new InsurerNumber(stays.get(1).get("insurer_number")).kind())
                            .isEqualTo(InsurerKind.LATE_STAGE_ELDERLY);
                });
    }

    @Test
    void agesAreWhatTheSituationSays() {
        eachOf(
                Situation.INFANT,
                stays -> assertThat(stays.getFirst().birth()).isAfter(TODAY.minusDays(91)));
        eachOf(
                Situation.CENTENARIAN,
                stays ->
                        assertThat(stays.getFirst().birth())
                                .isBeforeOrEqualTo(TODAY.minusYears(100)));
        eachOf(
                Situation.SCHOOL_AGE,
                stays -> assertThat(stays.getFirst().get("birth_date")).matches(".*-04-0[12]"));
        eachOf(
                Situation.LEAP_DAY,
                stays -> assertThat(stays.getFirst().get("birth_date")).endsWith("-02-29"));
        for (Situation elderly : List.of(Situation.ELDERLY_20, Situation.ELDERLY_30)) {
            eachOf(
                    elderly,
                    stays ->
                            assertThat(StatutoryCopay.on(stays.getFirst().birth(), TODAY))
                                    .isEqualTo(StatutoryCopay.ELDERLY));
        }
        for (Situation late :
                List.of(
                        Situation.LATE_STAGE_10,
                        Situation.LATE_STAGE_20,
                        Situation.LATE_STAGE_30)) {
            eachOf(
                    late,
                    stays -> {
                        assertThat(StatutoryCopay.on(stays.getFirst().birth(), TODAY))
                                .isEqualTo(StatutoryCopay.LATE_STAGE);
                        assertThat(stays.getFirst().get("insurer_number")).startsWith("39");
                        assertThat(stays.getFirst().get("symbol")).isEmpty();
                        assertThat(stays.getFirst().get("branch")).isEmpty();
                    });
        }
    }

    @Test
    void identifiersAreWrittenAsTheSituationSays() {
        eachOf(Situation.NO_BRANCH, stays -> assertThat(stays.getFirst().get("branch")).isEmpty());
        eachOf(Situation.NO_SYMBOL, stays -> assertThat(stays.getFirst().get("symbol")).isEmpty());
        eachOf(
                Situation.LETTER_SYMBOL,
                stays -> assertThat(stays.getFirst().get("symbol")).containsPattern("\\p{L}"));
        eachOf(
                Situation.FULL_WIDTH_SYMBOL,
                stays -> {
                    assertThat(stays.getFirst().get("symbol")).matches("[０-９]+");
                    assertThat(stays.getFirst().get("number")).matches("[０-９]+");
                });
        eachOf(
                Situation.LONG_IDENTIFIER,
                stays -> {
                    assertThat(stays.getFirst().get("symbol")).hasSize(20);
                    assertThat(stays.getFirst().get("number")).hasSize(20);
                });
        eachOf(
                Situation.LEADING_ZEROS,
                stays -> assertThat(stays.getFirst().get("number")).startsWith("000"));
        eachOf(
                Situation.DASHED,
                stays -> assertThat(stays.getFirst().identifier().comparisonKey()).contains("-"));
        eachOf(
                Situation.DEPENDANT,
                stays -> assertThat(stays.getFirst().get("branch")).isNotIn("", "00"));
    }

    @Test
    void namesAreWhatTheSituationSays() {
        Charset windows = Charset.forName("windows-31j");
        CharsetEncoder encoder = windows.newEncoder();
        CharsetEncoder strict = Charset.forName("Shift_JIS").newEncoder();
        eachOf(
                Situation.UNMAPPABLE_NAME,
                stays -> assertThat(encoder.canEncode(stays.getFirst().get("name"))).isFalse());
        eachOf(
                Situation.VARIANT_KANJI,
                stays -> {
                    assertThat(encoder.canEncode(stays.getFirst().get("name"))).isTrue();
                    assertThat(strict.canEncode(stays.getFirst().get("name"))).isFalse();
                });
        eachOf(
                Situation.LONG_NAME,
                stays -> assertThat(stays.getFirst().get("name").length()).isBetween(40, 100));
        eachOf(
                Situation.PLAIN,
                stays -> assertThat(strict.canEncode(stays.getFirst().get("name"))).isTrue());
    }

    @Test
    void theRestKeepsItsLaw() {
        eachOf(
                Situation.UNREGISTERED,
                stays -> assertThat(stays.getFirst().get("acquired_on")).isEmpty());
        eachOf(
                Situation.FUTURE_ACQUISITION,
                stays -> assertThat(stays.getFirst().day("acquired_on")).isAfter(TODAY));
        eachOf(
                Situation.SEX_UNSET,
                stays -> assertThat(stays.getFirst().get("sex")).isEqualTo("3"));
        eachOf(
                Situation.REACQUIRED,
                stays -> {
                    assertThat(stays).hasSize(2);
                    assertThat(stays.get(0).identifier()).isEqualTo(stays.get(1).identifier());
                });
        Map<String, Set<String>> insurers =
                rows.stream()
                        .filter(row -> row.get("situation").equals("same_number_other_insurer"))
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.identifier().comparisonKey(),
                                        Collectors.mapping(
                                                row -> row.get("insurer_number"),
                                                Collectors.toSet())));
        assertThat(insurers.values()).allMatch(set -> set.size() == 2);
        for (Situation quiet :
                List.of(
                        Situation.PLAIN,
                        Situation.DEPENDANT,
                        Situation.CANCELLED,
                        Situation.CORRECTED_IDENTIFIER,
                        Situation.CORRECTED_FACTS,
                        Situation.CHANGED_FACTS,
                        Situation.LIMIT_CLASS,
                        Situation.CARD_CLASS)) {
            eachOf(
                    quiet,
                    stays -> {
                        assertThat(stays).hasSize(1);
                        assertThat(stays.getFirst().holdsOn(TODAY)).isTrue();
                    });
        }
    }

    @Test
    void theNamedPersonsLiveInEveryTown() {
        assertThat(rows.stream().map(row -> row.get("person")))
                .contains(
                        "HANAKO", "TARO", "KENJI", "MEI", "UME", "AKI", "HARU", "SORA", "JOHN",
                        "YOSHI");
        List<Row> taro = rows.stream().filter(row -> row.get("person").equals("TARO")).toList();
        assertThat(taro).hasSize(2);
        assertThat(
                        ChronoUnit.DAYS.between(
                                taro.get(0).day("lost_on"), taro.get(1).day("acquired_on")))
                .isEqualTo(15);
        List<Row> aya = rows.stream().filter(row -> row.get("person").equals("AYA")).toList();
        assertThat(aya)
                .singleElement()
                .satisfies(row -> assertThat(row.get("number")).isEqualTo("200010"));
        List<Row> tom = rows.stream().filter(row -> row.get("person").equals("TOM")).toList();
        assertThat(tom)
                .singleElement()
                .satisfies(row -> assertThat(row.get("number")).isEqualTo("200012"));
    }

    @Test
    void aKeptTownIsNotWrittenOver() {
        assertThatThrownBy(() -> Town.generate(town.folder(), new Town.Settings(SEED, 300, TODAY)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("exists already");
    }

    @Test
    void everyActionOfTheRegistrationFileIsUsedAndPhasesComeInOrder() {
        Set<String> actions = new HashSet<>();
        int before = 1;
        for (Path file : town.registrations()) {
            assertThat(TownFiles.phaseOf(file)).isGreaterThanOrEqualTo(before);
            before = TownFiles.phaseOf(file);
            List<Row> events = read(file);
            events.forEach(event -> actions.add(event.get("action")));
            assertThat(events)
                    .allSatisfy(event ->
                            assertThat(event.get("insurer_number"))
                                    .isEqualTo(TownFiles.insurerOf(file).digits()));
        }
        assertThat(actions)
                .isEqualTo(Set.copyOf(Arrays.asList("ADD", "CHANGE", "LOSE", "CORRECT", "CANCEL")));
    }

    @Test
    void everyRowOfARegistrationFileIsFaultlessToTheWireAndWritesBackTheSame() throws IOException {
        for (Path path : town.registrations()) {
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            try (RegistrationFile file = RegistrationFile.read(Files.newInputStream(path));
                    RegistrationFile.Writer writer =
                            RegistrationFile.write(again, file.columns())) {
                file.records()
                        .forEach(entry -> {
                            assertThat(entry).isInstanceOf(RegistrationRow.class);
                            RegistrationRow row = (RegistrationRow) entry;
                            assertThat(row.faults())
                                    .as("%s line %d", path.getFileName(), row.line())
                                    .isEmpty();
                            writer.row(row);
                        });
            }
            assertThat(again.toString(StandardCharsets.UTF_8)).isEqualTo(Files.readString(path));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29",
                "2024-12-02",
                "2025-03-31",
                "2025-04-01",
                "2025-07-31",
                "2025-08-01",
                "2026-01-31",
                "2028-02-28"
            })
    void aTownCanBeMadeForAnyDay(String day) throws IOException {
        LocalDate today = LocalDate.parse(day);
        TownFiles made =
                Town.generate(folder.resolve("on-" + day), new Town.Settings(11, 300, today));
        Map<String, Long> people =
                read(made.town()).stream()
                        .collect(
                                Collectors.groupingBy(
                                        row -> row.get("situation"),
                                        Collectors.mapping(
                                                row -> row.get("person"),
                                                Collectors.collectingAndThen(
                                                        Collectors.toSet(),
                                                        set -> (long) set.size()))));
        assertThat(Situation.values())
                .allSatisfy(situation ->
                        assertThat(people.get(situation.word()))
                                .as(situation.word())
                                .isGreaterThanOrEqualTo(5));
        for (Path path : made.registrations()) {
            try (RegistrationFile file = RegistrationFile.read(Files.newInputStream(path))) {
                file.records()
                        .map(RegistrationRow.class::cast)
                        .forEach(row -> {
                            assertThat(row.faults())
                                    .as("%s line %d", path.getFileName(), row.line())
                                    .isEmpty();
                            assertThat(row.birthDate()).isBeforeOrEqualTo(today);
                            boolean elderly =
                                    !today.isBefore(StatutoryCopay.elderlyFrom(row.birthDate()))
                                            || row.insurer().kind()
                                                    == InsurerKind.LATE_STAGE_ELDERLY;
                            if (elderly && row.action() == RegistrationAction.ADD) {
                                assertThat(row.raw(RegistrationColumn.COPAY_PERCENT))
                                        .as("share of %s line %d", path.getFileName(), row.line())
                                        .isNotEmpty();
                            }
                        });
            }
        }
    }

    @Test
    void thePageOfTheTownListsEverySituation() throws IOException {
        String page =
                Files.readString(Path.of(System.getProperty("onshi.root"), "docs", "town.md"));
        List<String> listed =
                Pattern.compile("^\\| `(\\w+)` \\| ([^|]+) \\|", Pattern.MULTILINE)
                        .matcher(page)
                        .results()
                        .map(match -> match.group(1) + " " + match.group(2))
                        .toList();
        assertThat(listed)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Situation.values())
                                .map(situation -> situation.word() + " " + situation.label())
                                .toList());
    }
}
