package org.onshi.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.onshi.kernel.CheckDigit;

/**
 * {@code bench register}: how fast a file of new coverages is registered, every row held against
 * the resident register of the sandbox and every row in the audit log, beside COPY of the same rows
 * into copies of the tables they fill.
 */
final class RegisterMeasurement implements Measurement {
    private static final int TOWN_PEOPLE = 300;
    private static final int PERSONS_A_FILE = 500_000;
    private static final long BODIES = 10_000_000_000L;
    private static final int RUNS = 1_000_000_000;
    private static final long STEP_MAX = 30;
    private static final double NANOS_PER_SECOND = 1e9;

    @Override
    public String name() {
        return "register";
    }

    @Override
    public String purpose() {
        return "資格登録：毎秒の行数と、同じ行の COPY に対する比 / registration: rows a second, and the ratio to COPY";
    }

    @Override
    public int people() {
        return 1_000_000;
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        try (MeasuredDemo demo = MeasuredDemo.start(settings.ofTown(TOWN_PEOPLE))) {
            Path folder = Files.createDirectories(demo.file("bench"));
            Path file = people(demo, folder, settings);
            FilledTables tables = FilledTables.before(demo);
            long begun = System.nanoTime();
            Path results = folder.resolve("results.csv");
            Onshi.run(settings, results, "insurer", "register", file.toString());
            double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
            requireAllAccepted(results, settings.people());
            long memory = residentMebibytes(demo);
            double copySeconds = tables.copyAgain(folder);
            Map<String, Number> figures = new LinkedHashMap<>();
            double rows = settings.people();
            figures.put("rows", settings.people());
            figures.put("rows_per_second", Math.round(rows / seconds));
            figures.put("copy_rows_per_second", Math.round(rows / copySeconds));
            figures.put("ratio", Math.round(copySeconds / seconds * 1000) / 1000.0);
            figures.put("tables_copied", tables.count());
            figures.put("server_resident_mebibytes", memory);
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the store refuses a measuring statement", e);
        }
    }

    /** Makes residents of people no run had before, and the file that registers them. */
    private static Path people(MeasuredDemo demo, Path folder, BenchSettings settings)
            throws IOException {
        // people of their own, however often the same folder is measured
        long run = new SecureRandom().nextInt(RUNS);
        String insurer = demo.firstInsurer();
        Path file = folder.resolve("register.csv");
        List<Path> residents = new ArrayList<>();
        try (CsvWriter rows = CsvWriter.builder().build(file)) {
            rows.writeRecord(
                    List.of(
                            ("action,insurer_number,symbol,number,branch,birth_date,"
                                            + "individual_number,name,name_kana,sex,postal_code,"
                                            + "address,relationship,acquired_on,notified_on,"
                                            + "issued_on")
                                    .split(",", -1)));
            for (int from = 0; from < settings.people(); from += PERSONS_A_FILE) {
                Path some = folder.resolve("residents-" + from + ".csv");
                residents.add(some);
                int to = Math.min(settings.people(), from + PERSONS_A_FILE);
                try (CsvWriter register = CsvWriter.builder().build(some)) {
                    register.writeRecord(
                            "individual_number",
                            "name",
                            "name_kana",
                            "birth_date",
                            "sex",
                            "postal_code",
                            "address");
                    for (int i = from; i < to; i++) {
                        write(register, rows, insurer, run, i);
                    }
                }
            }
        }
        System.err.println("  住民を作っています / making the residents");
        for (Path some : residents) {
            Onshi.run(
                    settings,
                    folder.resolve("persons.csv"),
                    "sandbox",
                    "person",
                    "add",
                    some.toString());
        }
        return file;
    }

    private static void write(CsvWriter register, CsvWriter rows, String insurer, long run, int i) {
        String body = "%011d".formatted((run * STEP_MAX * 1_000_003 + i) % (10 * BODIES));
        String number = body + CheckDigit.individualNumber(body);
        String birth = "19%02d-%02d-%02d".formatted(60 + i % 39, 1 + i / 39 % 12, 1 + i / 468 % 28);
        String name = "測定　" + (char) ('一' + i % 900) + (char) ('一' + i / 900 % 1200);
        String kana = "ソクテイ　" + kana(i);
        String sex = i % 2 == 0 ? "1" : "2";
        String address = "東京都架空区測定町" + (1 + i % 9) + "丁目" + (1 + i % 50) + "番" + (1 + i % 20) + "号";
        register.writeRecord(number, name, kana, birth, sex, "100-0001", address);
        rows.writeRecord(
                "ADD",
                insurer,
                "M" + run,
                String.valueOf(1_000_000 + i),
                "00",
                birth,
                number,
                name,
                kana,
                sex,
                "100-0001",
                address,
                "1",
                "2025-04-01",
                "2025-04-03",
                "2025-04-05");
    }

    private static String kana(int i) {
        String letters = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホ";
        StringBuilder kana = new StringBuilder();
        for (int rest = i; kana.length() < 4; rest /= letters.length()) {
            kana.append(letters.charAt(rest % letters.length()));
        }
        return kana.toString();
    }

    private static void requireAllAccepted(Path results, int rows) throws IOException {
        try (var lines = Files.lines(results)) {
            long accepted = lines.filter(line -> line.contains(",ACCEPTED,OK,")).count();
            if (accepted != rows) {
                throw new IllegalStateException(
                        "only " + accepted + " of " + rows + " rows were accepted; see " + results);
            }
        }
    }

    /** The most the server ever had resident. */
    private static long residentMebibytes(MeasuredDemo demo) throws IOException {
        String pid = Files.readString(demo.file("run/server.pid")).strip();
        return Files.readAllLines(Path.of("/proc", pid, "status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }
}
