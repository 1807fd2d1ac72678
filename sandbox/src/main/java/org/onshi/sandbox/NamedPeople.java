package org.onshi.sandbox;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.kernel.Sex;

/** The named persons of testdata/people, who live in every town; dates relative to its day. */
final class NamedPeople {
    private static final String RESOURCE = "/org/onshi/sandbox/people/people.csv";
    private static final int NO_INDEX = -1;

    private NamedPeople() {}

    /** One household a person. */
    static List<Household> households(LocalDate today) {
        Map<String, List<Map<String, String>>> byPerson = new LinkedHashMap<>();
        for (Map<String, String> row : rows(today)) {
            byPerson.computeIfAbsent(row.get("person_name_key"), key -> new ArrayList<>()).add(row);
        }
        return byPerson.values().stream().map(NamedPeople::household).toList();
    }

    /** The rows of people.csv with their dates resolved; empty cells left out. */
    static List<Map<String, String>> rows(LocalDate today) {
        try (InputStream in = NamedPeople.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the sandbox was packaged without testdata/people");
            }
            List<Map<String, String>> rows = new ArrayList<>();
            try (CsvReader<NamedCsvRecord> csv =
                    CsvReader.builder()
                            .ofNamedCsvRecord(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                csv.forEach(row -> rows.add(resolved(row, today)));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> resolved(NamedCsvRecord row, LocalDate today) {
        LocalDate birth = RelativeDate.resolve(row.getField("birth_date"), today, today);
        Map<String, String> cells = new LinkedHashMap<>();
        row.getFieldsAsMap()
                .forEach((column, cell) -> {
                    if (!cell.isEmpty()) {
                        cells.put(
                                column,
                                isDate(column)
                                        ? RelativeDate.resolve(cell, today, birth).toString()
                                        : cell);
                    }
                });
        return cells;
    }

    private static boolean isDate(String column) {
        return column.equals("birth_date")
                || column.endsWith("_on")
                || column.endsWith("_from")
                || column.endsWith("_to");
    }

    private static Household household(List<Map<String, String>> rows) {
        Resident who = resident(rows);
        List<Household.Event> events = new ArrayList<>();
        List<Household.Listing> listings = new ArrayList<>();
        int phase = 0;
        for (Map<String, String> row : rows) {
            String action = row.getOrDefault("action", "");
            InsurerNumber insurer = new InsurerNumber(row.get("insurer_number"));
            InsuredIdentifier identifier = identifier(row);
            // each coverage takes two phases: adding it (1, 3), and what happens to it (2, 4)
            phase = action.equals("ADD") ? phase + 1 + phase % 2 : phase + phase % 2;
            switch (action) {
                case "LOSE" ->
                        listings.set(
                                listings.size() - 1,
                                new Household.Listing(
                                        who,
                                        insurer,
                                        identifier,
                                        listings.getLast().acquiredOn(),
                                        Optional.of(LocalDate.parse(row.get("lost_on")))));
                case "CORRECT" ->
                        listings.set(
                                listings.size() - 1,
                                new Household.Listing(
                                        who,
                                        insurer,
                                        identifier,
                                        listings.getLast().acquiredOn(),
                                        Optional.empty()));
                case "CANCEL" -> listings.removeLast();
                case "CHANGE" -> {}
                default ->
                        listings.add(
                                new Household.Listing(
                                        who,
                                        insurer,
                                        identifier,
                                        Optional.ofNullable(row.get("acquired_on"))
                                                .filter(day -> action.equals("ADD"))
                                                .map(LocalDate::parse),
                                        Optional.empty()));
            }
            if (!action.isEmpty()) {
                events.add(new Household.Event(phase, insurer, row));
            }
        }
        return new Household(List.of(who), events, listings);
    }

    private static Resident resident(List<Map<String, String>> rows) {
        Map<String, String> first = rows.getFirst();
        // the resident register knows the present address
        Map<String, String> last =
                rows.reversed().stream()
                        .filter(row -> row.containsKey("address"))
                        .findFirst()
                        .orElseThrow();
        return new Resident(
                first.get("person_name_key"),
                NO_INDEX,
                new IndividualNumber(first.get("individual_number")),
                new PersonName(
                        first.get("name"),
                        first.get("name_kana"),
                        first.getOrDefault("other_name", ""),
                        first.getOrDefault("other_name_kana", "")),
                LocalDate.parse(first.get("birth_date")),
                Sex.of(first.get("sex")).orElseThrow(),
                new Place(last.get("postal_code"), last.get("address")),
                Situation.of(first.get("situation")).orElseThrow());
    }

    private static InsuredIdentifier identifier(Map<String, String> row) {
        return new InsuredIdentifier(
                row.getOrDefault("symbol", ""), row.get("number"), row.getOrDefault("branch", ""));
    }
}
