package org.onshi.sandbox;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onshi.wire.RegistrationColumn;

/**
 * Writes a town's files as its households come; private files, since some hold individual numbers.
 */
final class TownWriter implements AutoCloseable {
    /** Every column of the registration file, in the order of contracts.md §3. */
    private static final List<String> REGISTRATION_COLUMNS =
            Arrays.stream(RegistrationColumn.values()).map(RegistrationColumn::header).toList();

    /**
     * Rows of one registration file; longer ones are split, so that progress shows and a file is
     * soon processed.
     */
    static final int REGISTRATION_ROWS_MAX = 20_000;

    private static final int CHARACTERS_BUFFERED = 32_768;

    private final Path folder;
    private final CsvWriter residents;
    private final CsvWriter town;
    private final TownClaims claims;
    private final TownCardRecipe cards;
    private final Map<String, Sheet> registrations = new LinkedHashMap<>();

    /**
     * @param today the town's day, before which claims and checkups lie
     * @param seed the town's seed
     */
    TownWriter(Path folder, LocalDate today, long seed) throws IOException {
        this.folder = folder;
        this.claims = new TownClaims(folder, today, seed);
        this.cards = new TownCardRecipe(seed, today);
        PrivateFiles.folder(folder.resolve("registrations"));
        writeInsurers();
        writeFacilities();
        residents = open("residents.csv");
        residents.writeRecord(
                "person",
                "individual_number",
                "name",
                "name_kana",
                "birth_date",
                "sex",
                "postal_code",
                "address");
        town = open("town.csv");
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "person",
                                "name",
                                "name_kana",
                                "birth_date",
                                "sex",
                                "insurer_number",
                                "symbol",
                                "number",
                                "branch",
                                "acquired_on",
                                "lost_on",
                                "situation"));
        columns.addAll(TownCards.COLUMNS);
        town.writeRecord(columns);
    }

    /** The open file of an insurer and phase. */
    private static final class Sheet {
        private CsvWriter writer;
        private int part;
        private int rows;
    }

    void write(Household household) throws IOException {
        claims.write(household);
        for (Resident who : household.people()) {
            residents.writeRecord(
                    who.key(),
                    who.number().digits(),
                    who.name().text(),
                    who.name().kana(),
                    who.birthDate().toString(),
                    who.sex().wire(),
                    who.place().postalCode(),
                    who.place().address());
        }
        for (Household.Event event : household.events()) {
            sheet(event).writeRecord(cells(event));
        }
        for (Household.Listing listing : household.listings()) {
            Resident who = listing.who();
            List<String> cells =
                    new ArrayList<>(
                            List.of(
                                    who.key(),
                                    who.name().text(),
                                    who.name().kana(),
                                    who.birthDate().toString(),
                                    who.sex().wire(),
                                    listing.insurer().digits(),
                                    listing.identifier().symbol(),
                                    listing.identifier().number(),
                                    listing.identifier().branch(),
                                    listing.acquiredOn().map(LocalDate::toString).orElse(""),
                                    listing.lostOn().map(LocalDate::toString).orElse(""),
                                    who.situation().word()));
            cells.addAll(
                    cards.card(who)
                            .map(TownCards::cells)
                            .orElse(Collections.nCopies(TownCards.COLUMNS.size(), "")));
            town.writeRecord(cells);
        }
    }

    @Override
    public void close() throws IOException {
        for (Sheet sheet : registrations.values()) {
            sheet.writer.close();
        }
        residents.close();
        town.close();
        claims.close();
    }

    private static List<String> cells(Household.Event event) {
        List<String> cells = new ArrayList<>(REGISTRATION_COLUMNS.size());
        for (String column : REGISTRATION_COLUMNS) {
            cells.add(event.cells().getOrDefault(column, ""));
        }
        return cells;
    }

    private CsvWriter sheet(Household.Event event) throws IOException {
        Sheet sheet =
                registrations.computeIfAbsent(
                        event.phase() + event.insurer().digits(), key -> new Sheet());
        if (sheet.writer != null && sheet.rows == REGISTRATION_ROWS_MAX) {
            sheet.writer.close();
            sheet.writer = null;
        }
        if (sheet.writer == null) {
            sheet.part++;
            sheet.rows = 0;
            sheet.writer =
                    open(TownFiles.registrationName(event.phase(), event.insurer(), sheet.part));
            sheet.writer.writeRecord(REGISTRATION_COLUMNS);
        }
        sheet.rows++;
        return sheet.writer;
    }

    private void writeInsurers() throws IOException {
        try (CsvWriter csv = open("insurers.csv")) {
            csv.writeRecord("insurer_number", "name", "kind", "prefecture", "address", "telephone");
            for (TownInsurer insurer : TownInsurer.ALL) {
                csv.writeRecord(
                        insurer.number().digits(),
                        insurer.name(),
                        insurer.kind().wire(),
                        insurer.prefecture(),
                        insurer.address(),
                        insurer.telephone());
            }
        }
    }

    private void writeFacilities() throws IOException {
        try (CsvWriter csv = open("facilities.csv")) {
            csv.writeRecord(
                    "facility_code",
                    "name",
                    "kind",
                    "prefecture",
                    "city",
                    "address",
                    "claim_medium");
            for (TownFacility facility : TownFacility.ALL) {
                csv.writeRecord(
                        facility.code().digits(),
                        facility.name(),
                        facility.kind(),
                        facility.prefecture(),
                        facility.city(),
                        facility.address(),
                        facility.claimMedium());
            }
        }
    }

    private CsvWriter open(String name) throws IOException {
        FileChannel channel = PrivateFiles.create(folder.resolve(name));
        Writer writer =
                new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8);
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .bufferSize(CHARACTERS_BUFFERED)
                .build(writer);
    }
}
