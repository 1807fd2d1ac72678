package org.onshi.acceptance;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** A row of {@code town.csv}: one coverage with its raw values as registered. */
record TownCsv(
        String person,
        String name,
        String nameKana,
        LocalDate birthDate,
        String sex,
        String insurerNumber,
        String symbol,
        String number,
        String branch,
        Optional<LocalDate> acquiredOn,
        Optional<LocalDate> lostOn,
        String situation,
        boolean cardRegistered) {

    static List<TownCsv> read(Path file) {
        try (var rows = CsvReader.builder().ofNamedCsvRecord(file)) {
            return rows.stream()
                    .map(row ->
                            new TownCsv(
                                    row.getField("person"),
                                    row.getField("name"),
                                    row.getField("name_kana"),
                                    LocalDate.parse(row.getField("birth_date")),
                                    row.getField("sex"),
                                    row.getField("insurer_number"),
                                    row.getField("symbol"),
                                    row.getField("number"),
                                    row.getField("branch"),
                                    date(row.getField("acquired_on")),
                                    date(row.getField("lost_on")),
                                    row.getField("situation"),
                                    row.getField("card_registered").equals("true")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean holdsOn(LocalDate day) {
        return acquiredOn.filter(from -> !day.isBefore(from)).isPresent()
                && lostOn.filter(to -> !day.isBefore(to)).isEmpty();
    }

    private static Optional<LocalDate> date(String cell) {
        return cell.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(cell));
    }
}
