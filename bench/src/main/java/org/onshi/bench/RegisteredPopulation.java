package org.onshi.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.onshi.bench.PlantedCounts.Result;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.StatutoryCopay;
import org.onshi.server.matching.FiveAttributes;
import org.onshi.server.matching.KnownAddress;
import org.onshi.server.matching.KnownName;
import org.onshi.server.matching.KnownPerson;
import org.onshi.server.registry.VaultKeys;

/**
 * A planted population handed to a running system: its residents to the resident register, its
 * registrations through the insurer door. Behind them come the residents whose number another row
 * carried, as themselves, so that a person with two coverages is a wrong link wherever it is.
 */
final class RegisteredPopulation {
    private static final int RESIDENTS_A_FILE = 500_000;
    private static final int FIRST_NUMBER = 1_000_000;
    private static final String ACQUIRED_ON = "2024-04-01";

    /** After the acquisition: the insurer may well have the address or name of before. */
    private static final String MOVED_ON = "2024-10-01";

    private static final String LINKED =
            """
            SELECT number, person_id
            FROM registry.coverage
            WHERE insurer_number = ? AND symbol = ? AND standing = 'A'
              AND invalidated_at = 'infinity'
            """;

    private static final String HOLDERS =
            """
            SELECT lookup, person_id
            FROM vault.individual_number
            WHERE released_at = 'infinity'
            """;

    private final MeasuredDemo demo;
    private final BenchSettings settings;
    private final PlantedPopulation population;
    private final String symbol;
    private final Path folder;
    private final VaultKeys keys;

    RegisteredPopulation(
            MeasuredDemo demo, BenchSettings settings, PlantedPopulation population, long run)
            throws IOException {
        this.demo = demo;
        this.settings = settings;
        this.population = population;
        this.symbol = "N" + run;
        this.keys = VaultKeys.read(demo.file("keys/vault.keys"));
        this.folder = Files.createDirectories(demo.file("bench"));
    }

    /** Registers them all and counts what became of each row. */
    PlantedCounts counts() throws IOException, SQLException {
        System.err.println("  住民を作っています / making the residents");
        for (int from = 0; from < population.residents().size(); from += RESIDENTS_A_FILE) {
            int to = Math.min(population.residents().size(), from + RESIDENTS_A_FILE);
            Path residents = residents(from, to);
            Onshi.run(
                    settings,
                    folder.resolve("persons.csv"),
                    "sandbox",
                    "person",
                    "add",
                    residents.toString());
        }
        System.err.println("  登録しています / registering");
        Path results = folder.resolve("results.csv");
        Onshi.run(settings, results, "insurer", "register", file().toString());
        List<String> statuses = statuses(results);
        Set<String> confirmable = confirmable();
        Map<String, UUID> linked = linked();
        Map<String, UUID> holders = holders();
        Map<UUID, Integer> coverages = new HashMap<>();
        linked.values().forEach(person -> coverages.merge(person, 1, Integer::sum));
        PlantedCounts counts = new PlantedCounts();
        List<PlantedRegistration> registrations = population.registrations();
        for (int i = 0; i < registrations.size(); i++) {
            PlantedRegistration one = registrations.get(i);
            String number = String.valueOf(FIRST_NUMBER + i);
            UUID person = linked.get(number);
            counts.add(
                    one.kind(),
                    person == null
                            ? unlinked(statuses.get(i), confirmable.contains(number))
                            : linked(
                                    one,
                                    coverages.get(person),
                                    person.equals(holder(holders, one.person()))));
        }
        return counts;
    }

    /** What nobody may confirm is no review: a row has to mend it. */
    private static Result unlinked(String status, boolean confirmable) {
        return switch (status) {
            case "PENDING" -> confirmable ? Result.REVIEW : Result.MISSED;
            case "REJECTED" -> Result.REFUSED;
            default -> throw new IllegalStateException(status + " but linked to nobody");
        };
    }

    /**
     * Whom the row is about has the number, and is who has the coverage; who has two coverages here
     * was given another's.
     */
    private Result linked(PlantedRegistration one, int coverages, boolean holder) {
        boolean own = population.number(one.person()).equals(one.number());
        return own && holder && coverages == 1 ? Result.LINKED_RIGHT : Result.LINKED_WRONG;
    }

    /** The person the vault has under a resident's number; null for nobody. */
    private UUID holder(Map<String, UUID> holders, int resident) {
        return keys.lookups(new IndividualNumber(population.number(resident))).stream()
                .map(HexFormat.of()::formatHex)
                .map(holders::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Path residents(int from, int to) throws IOException {
        Path file = folder.resolve("residents-" + from + ".csv");
        try (CsvWriter rows = CsvWriter.builder().build(file)) {
            rows.writeRecord(
                    "individual_number",
                    "name",
                    "name_kana",
                    "birth_date",
                    "sex",
                    "postal_code",
                    "address",
                    "since");
            for (int i = from; i < to; i++) {
                KnownPerson resident = population.residents().get(i);
                KnownName name = resident.names().getFirst();
                KnownAddress address = resident.addresses().getFirst();
                KnownName nameBefore = resident.names().getLast();
                KnownAddress addressBefore = resident.addresses().getLast();
                boolean moved = !nameBefore.equals(name) || !addressBefore.equals(address);
                write(rows, i, nameBefore, addressBefore, "");
                if (moved) {
                    write(rows, i, name, address, MOVED_ON);
                }
            }
        }
        return file;
    }

    private void write(
            CsvWriter rows, int resident, KnownName name, KnownAddress address, String since) {
        KnownPerson person = population.residents().get(resident);
        rows.writeRecord(
                population.number(resident),
                name.name(),
                name.nameKana(),
                person.birthDate().toString(),
                person.sex().wire(),
                "100-0001",
                address.address(),
                since);
    }

    private Path file() throws IOException {
        Path file = folder.resolve("matching.csv");
        try (CsvWriter rows = CsvWriter.builder().build(file)) {
            rows.writeRecord(
                    List.of(
                            ("action,insurer_number,symbol,number,branch,birth_date,"
                                            + "individual_number,name,name_kana,sex,address,"
                                            + "relationship,acquired_on,notified_on,copay_percent")
                                    .split(",", -1)));
            BitSet registered = new BitSet();
            int line = 0;
            for (PlantedRegistration one : population.registrations()) {
                write(rows, line++, one.number(), one.attributes());
                registered.set(one.person());
            }
            for (int i = 0; i < population.residents().size(); i++) {
                if (!registered.get(i)) {
                    write(rows, line++, population.number(i), asRegistered(i));
                }
            }
        }
        return file;
    }

    private FiveAttributes asRegistered(int resident) {
        KnownPerson person = population.residents().get(resident);
        KnownName name = person.names().getFirst();
        return new FiveAttributes(
                name.name(),
                name.nameKana(),
                person.birthDate(),
                person.sex(),
                person.addresses().getFirst().address());
    }

    private void write(CsvWriter rows, int line, String number, FiveAttributes five) {
        LocalDate today = LocalDate.parse(demo.today());
        rows.writeRecord(
                "ADD",
                demo.firstInsurer(),
                symbol,
                String.valueOf(FIRST_NUMBER + line),
                "00",
                five.birthDate().toString(),
                number,
                five.name(),
                five.nameKana(),
                five.sex().wire(),
                five.address(),
                "1",
                ACQUIRED_ON,
                "2024-04-03",
                String.valueOf(StatutoryCopay.on(five.birthDate(), today).ordinary().value()));
    }

    /** The status of each row, in the order of the file. */
    private static List<String> statuses(Path results) throws IOException {
        List<String> statuses = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(results)) {
            rows.forEach(row -> statuses.add(row.getField("status")));
        }
        return statuses;
    }

    /** Whose each number of the vault is. */
    private Map<String, UUID> holders() throws IOException, SQLException {
        Map<String, UUID> holders = new HashMap<>();
        try (Connection store = demo.superuser();
                PreparedStatement query = store.prepareStatement(HOLDERS);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                holders.put(
                        HexFormat.of().formatHex(rows.getBytes(1)), rows.getObject(2, UUID.class));
            }
        }
        return holders;
    }

    /** The numbers of the pending coverages that somebody may confirm, as the door tells. */
    private Set<String> confirmable() throws IOException {
        Path pendings = folder.resolve("pendings.csv");
        Onshi.run(settings, pendings, "insurer", "pending", "--insurer", demo.firstInsurer());
        Set<String> confirmable = new HashSet<>();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(pendings)) {
            rows.stream()
                    .filter(row -> row.getField("symbol").equals(symbol))
                    .filter(row -> row.getField("confirmable").equals("true"))
                    .forEach(row -> confirmable.add(row.getField("number")));
        }
        return confirmable;
    }

    /** Whose coverage each number is, of those that are anybody's. */
    private Map<String, UUID> linked() throws IOException, SQLException {
        Map<String, UUID> linked = new HashMap<>();
        try (Connection store = demo.superuser();
                PreparedStatement query = store.prepareStatement(LINKED)) {
            query.setString(1, demo.firstInsurer());
            query.setString(2, symbol);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    linked.put(rows.getString(1), rows.getObject(2, UUID.class));
                }
            }
        }
        return linked;
    }
}
