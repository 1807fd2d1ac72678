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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
    private final CsvWriter residentsBefore;
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
        residents = openResidents("residents.csv");
        residentsBefore = openResidents("residents-before.csv");
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
            writeResident(who, household);
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

    /** As the resident register knows a person: who has moved, with the address before. */
    private void writeResident(Resident who, Household household) {
        String since = "";
        Optional<Household.Event> moved = moveOf(who, household);
        if (moved.isPresent()) {
            Map<String, String> before = firstOf(who, household).orElseThrow().cells();
            writeResident(
                    residentsBefore,
                    who,
                    new Place(before.getOrDefault("postal_code", ""), before.get("address")),
                    who.birthDate().toString());
            since = moved.get().cells().get("acquired_on");
        }
        writeResident(residents, who, who.place(), since);
    }

    private static void writeResident(CsvWriter csv, Resident who, Place place, String since) {
        csv.writeRecord(
                who.key(),
                who.number().digits(),
                who.name().text(),
                who.name().kana(),
                who.birthDate().toString(),
                who.sex().wire(),
                place.postalCode(),
                place.address(),
                who.name().other(),
                who.name().otherKana(),
                since);
    }

    /** The coverage with which a person's present address came, when an earlier one had another. */
    private static Optional<Household.Event> moveOf(Resident who, Household household) {
        boolean livedElsewhere =
                firstOf(who, household)
                        .map(event -> event.cells().get("address"))
                        .filter(address -> !address.equals(who.place().address()))
                        .isPresent();
        return additions(who, household)
                .filter(event -> livedElsewhere)
                .filter(event -> who.place().address().equals(event.cells().get("address")))
                .findFirst();
    }

    private static Optional<Household.Event> firstOf(Resident who, Household household) {
        return additions(who, household).findFirst();
    }

    private static Stream<Household.Event> additions(Resident who, Household household) {
        return household.events().stream()
                .filter(event -> "ADD".equals(event.cells().get("action")))
                .filter(event ->
                        who.number().digits().equals(event.cells().get("individual_number")))
                .filter(event -> event.cells().containsKey("address"))
                .sorted(Comparator.comparing(event -> event.cells().get("acquired_on")));
    }

    @Override
    public void close() throws IOException {
        for (Sheet sheet : registrations.values()) {
            sheet.writer.close();
        }
        residents.close();
        residentsBefore.close();
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

    private CsvWriter openResidents(String name) throws IOException {
        CsvWriter csv = open(name);
        csv.writeRecord(
                "person",
                "individual_number",
                "name",
                "name_kana",
                "birth_date",
                "sex",
                "postal_code",
                "address",
                "alias",
                "alias_kana",
                "since");
        return csv;
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
