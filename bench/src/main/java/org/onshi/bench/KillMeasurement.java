package org.onshi.bench;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.onshi.kernel.CheckDigit;

/**
 * {@code bench kills}: one file registered undisturbed, and the same rows about other people while
 * server, store and resident register are killed at random points. Every row has to come to the
 * same, every recorded version to say the same, every person to be linked to the same and the log
 * to tell the same of each.
 */
final class KillMeasurement implements Measurement {
    private static final int TOWN_PEOPLE = 300;
    private static final int RUNS = 1_000_000_000;
    private static final int KILLS_MAX = 10;
    private static final int ROWS_A_KILL = 1_000;
    private static final List<String> PROCESSES = List.of("sandbox", "server", "postgres");
    private static final Duration ENDED_WITHIN = Duration.ofMinutes(60);
    private static final Duration STARTED_WITHIN = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    private static final String FILE =
            """
            SELECT registration_id::text, state, rows_done
            FROM registry.registration
            WHERE insurer_number = ? AND state <> 'RECEIVING'
            ORDER BY registration_id DESC
            LIMIT 1
            """;

    private static final String DIFFERENT_ROWS =
            """
            SELECT count(*)
            FROM (SELECT line, status, code, blamed FROM registry.registration_row
                  WHERE registration_id = ?::uuid) a
            FULL JOIN (SELECT line, status, code, blamed FROM registry.registration_row
                  WHERE registration_id = ?::uuid) b
              ON a = b
            WHERE a.line IS NULL OR b.line IS NULL
            """;

    /** What was ever recorded about the coverages of a file, without ids and times. */
    private static final String VERSIONS =
            """
            SELECT number, branch, birth_date, acquired_on, lost_on, standing, suspended,
                segment_from, segment_to, name, name_kana, sex, address, relationship, loss_reason,
                notified_on, copay_percent, individual_number_missing_reason,
                invalidated_at = 'infinity' AS stands, count(*) AS times
            FROM registry.coverage
            WHERE symbol = ?
            GROUP BY number, branch, birth_date, acquired_on, lost_on, standing, suspended,
                segment_from, segment_to, name, name_kana, sex, address, relationship, loss_reason,
                notified_on, copay_percent, individual_number_missing_reason, stands
            """;

    /** Who is who: a person by the coverages that are, or ever were, the same person's. */
    private static final String PERSONS =
            """
            SELECT person_id, array_agg(DISTINCT coverage_id) AS coverages,
                string_agg(DISTINCT number, ' ' ORDER BY number) AS numbers
            FROM registry.coverage
            WHERE symbol = ?
            GROUP BY person_id
            """;

    /** To how many individual numbers each is linked and was, and how many are kept for later. */
    private static final String LINKS =
            "SELECT p.numbers,"
                    + """
                    (SELECT count(*) FROM vault.individual_number n
                        WHERE n.person_id = p.person_id AND n.released_at = 'infinity') AS linked,
                    (SELECT count(*) FROM vault.individual_number n
                        WHERE n.person_id = p.person_id) AS ever,
                    (SELECT count(*) FROM vault.unlinked_number n
                        WHERE n.coverage_id = ANY (p.coverages)) AS kept,
                    (SELECT count(*) FROM registry.conflict c
                        WHERE c.person_id = p.person_id) AS conflicts
                    FROM (
                    """
                    + PERSONS
                    + ") p";

    /** What the log says of each. */
    private static final String LOGGED =
            "SELECT p.numbers, e.event, count(*) AS times FROM ("
                    + PERSONS
                    + """
                    ) p JOIN audit.entry e ON e.person_id = p.person_id
                    WHERE e.event LIKE 'coverage.%'
                    GROUP BY p.person_id, p.numbers, e.event
                    """;

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public String purpose() {
        return "登録中の kill -9 ：結果の違う行数 / kill -9 while a file is registered: rows that come out"
                + " otherwise";
    }

    @Override
    public int people() {
        return 1_000_000;
    }

    @Override
    public Map<String, Number> measure(BenchSettings settings) {
        try (MeasuredDemo demo = MeasuredDemo.start(settings.ofTown(TOWN_PEOPLE))) {
            Path folder = Files.createDirectories(demo.file("bench"));
            // people of their own, however often the same folder is measured
            long run = new SecureRandom().nextInt(RUNS);
            Registered undisturbed = register(demo, settings, folder, "静" + run, 2 * run, 0);
            int kills = Math.clamp(settings.people() / ROWS_A_KILL, 1, KILLS_MAX);
            Registered disturbed = register(demo, settings, folder, "乱" + run, 2 * run + 1, kills);
            Map<String, Number> figures = new LinkedHashMap<>();
            figures.put("rows", settings.people());
            figures.put("kills", kills);
            figures.put("rows_different", differentRows(demo, undisturbed, disturbed));
            figures.put("versions_different", different(VERSIONS, demo, undisturbed, disturbed));
            figures.put("links_different", different(LINKS, demo, undisturbed, disturbed));
            figures.put("log_different", different(LOGGED, demo, undisturbed, disturbed));
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("the store refuses a measuring statement", e);
        }
    }

    /** A file that was worked through. */
    private record Registered(String id, String symbol) {}

    /** How far a file is. */
    private record State(String id, String state, long rowsDone) {}

    private static Registered register(
            MeasuredDemo demo,
            BenchSettings settings,
            Path folder,
            String symbol,
            long people,
            int kills)
            throws IOException {
        Path residents = folder.resolve("residents.csv");
        Path rows = folder.resolve("kills.csv");
        write(demo, residents, rows, symbol, people, settings.people());
        Path said = folder.resolve("said.txt");
        Onshi.run(settings, said, "sandbox", "person", "add", residents.toString());
        Optional<String> before = state(demo).map(State::id);
        Process sender = Onshi.start(settings, said, "insurer", "register", rows.toString());
        State file =
                await("the file is received", demo, now -> !Optional.of(now.id()).equals(before));
        Random random = new Random(settings.seed());
        for (int i = 0; i < kills; i++) {
            long rest = settings.people() - file.rowsDone();
            long at = file.rowsDone() + (long) (random.nextDouble() * rest / (kills - i));
            file = await(at + " rows are done", demo, now -> now.rowsDone() >= at);
            String process = PROCESSES.get(i % PROCESSES.size());
            System.err.printf("  kill -9 %s (%d 行 / rows)%n", process, file.rowsDone());
            kill(demo, process);
        }
        State ended = await("the file is worked through", demo, now -> now.state().equals("DONE"));
        // whoever sent it may have met a killed server; the file goes on without it
        sender.destroy();
        return new Registered(ended.id(), symbol);
    }

    private static void kill(MeasuredDemo demo, String process) throws IOException {
        Path pidFile = demo.file("run/" + process + ".pid");
        String pid = Files.readString(pidFile).strip();
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + STARTED_WITHIN.toNanos();
        while (Files.readString(pidFile).strip().equals(pid)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(process + " is not started again");
            }
            pause();
        }
    }

    /** Asks the store until something is so; the store may be killed meanwhile. */
    private static State await(
            String what, MeasuredDemo demo, java.util.function.Predicate<State> holds) {
        long end = System.nanoTime() + ENDED_WITHIN.toNanos();
        while (System.nanoTime() < end) {
            Optional<State> now = state(demo).filter(holds);
            if (now.isPresent()) {
                return now.get();
            }
            pause();
        }
        throw new IllegalStateException("not within an hour: " + what);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The insurer's last file; empty when the store does not answer. */
    private static Optional<State> state(MeasuredDemo demo) {
        try (Connection superuser = demo.superuser();
                PreparedStatement statement = superuser.prepareStatement(FILE)) {
            statement.setString(1, demo.firstInsurer());
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new State(row.getString(1), row.getString(2), row.getLong(3)))
                        : Optional.empty();
            }
        } catch (SQLException away) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long differentRows(MeasuredDemo demo, Registered one, Registered other)
            throws IOException, SQLException {
        try (Connection superuser = demo.superuser();
                PreparedStatement statement = superuser.prepareStatement(DIFFERENT_ROWS)) {
            statement.setString(1, one.id());
            statement.setString(2, other.id());
            return count(statement);
        }
    }

    /** Rows that only one of the two has, as often as it has them more often. */
    private static long different(
            String ofSymbol, MeasuredDemo demo, Registered one, Registered other)
            throws IOException, SQLException {
        try (Connection superuser = demo.superuser();
                PreparedStatement statement =
                        superuser.prepareStatement(
                                """
                                WITH a AS MATERIALIZED (%s), b AS MATERIALIZED (%s)
                                SELECT count(*)
                                FROM ((TABLE a EXCEPT ALL TABLE b)
                                    UNION ALL (TABLE b EXCEPT ALL TABLE a)) d
                                """
                                        .formatted(ofSymbol, ofSymbol))) {
            statement.setString(1, one.symbol());
            statement.setString(2, other.symbol());
            return count(statement);
        }
    }

    private static long count(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    // ---- the rows: what follows of each depends on those before it

    private static void write(
            MeasuredDemo demo, Path residents, Path rows, String symbol, long people, int count)
            throws IOException {
        try (CsvWriter register = CsvWriter.builder().build(residents);
                CsvWriter file = CsvWriter.builder().build(rows)) {
            register.writeRecord(
                    List.of(
                            "individual_number,name,name_kana,birth_date,sex,postal_code,address"
                                    .split(",", -1)));
            file.writeRecord(
                    List.of(
                            ("action,insurer_number,symbol,number,branch,birth_date,"
                                            + "individual_number,individual_number_missing_reason,"
                                            + "name,name_kana,sex,address,relationship,acquired_on,"
                                            + "notified_on,lost_on,loss_reason,effective_on")
                                    .split(",", -1)));
            Writer writer = new Writer(demo.firstInsurer(), symbol, people, register, file);
            while (writer.rows < count) {
                writer.one(count);
            }
        }
    }

    /** Writes some people's rows. */
    private static final class Writer {
        private static final List<String> STORIES =
                List.of("", "C", "L", "XA", "CL", "A", "K", "D", "N", "U", "DK", "LA");

        private final String insurer;
        private final String symbol;
        private final long people;
        private final CsvWriter register;
        private final CsvWriter file;
        private final List<List<String>> later = new ArrayList<>();
        private int person;
        private int rows;

        Writer(String insurer, String symbol, long people, CsvWriter register, CsvWriter file) {
            this.insurer = insurer;
            this.symbol = symbol;
            this.people = people;
            this.register = register;
            this.file = file;
        }

        /** A person's ADD and what follows it: at once, or some hundred rows later. */
        void one(int count) {
            String story = STORIES.get(person % STORIES.size());
            String body = "%011d".formatted((people * 1_000_003 + person) % 100_000_000_000L);
            String individualNumber = body + CheckDigit.individualNumber(body);
            String address = "東京都架空区測定町" + (1 + person % 9) + "丁目1番1号";
            boolean differs = story.startsWith("D");
            boolean unknown = story.startsWith("U");
            boolean without = story.startsWith("N");
            if (!unknown) {
                register.writeRecord(
                        individualNumber,
                        "測定　花子",
                        "ソクテイ　ハナコ",
                        "1980-05-05",
                        "2",
                        "100-0001",
                        differs ? address + "別棟" : address);
            }
            String number = String.valueOf(1_000_000 + person);
            person++;
            put(
                    count,
                    "ADD",
                    insurer,
                    symbol,
                    number,
                    "00",
                    "1980-05-05",
                    without ? "" : individualNumber,
                    without ? "NOT_PROVIDED" : "",
                    "測定　花子",
                    "ソクテイ　ハナコ",
                    "2",
                    address,
                    "1",
                    "2024-06-01",
                    "2024-06-03",
                    "",
                    "",
                    "");
            for (int i = 0; i < story.length(); i++) {
                char next = story.charAt(i);
                event(next, number, individualNumber, address)
                        .ifPresent(row -> {
                            if (person % 2 == 0) {
                                put(count, row.toArray(String[]::new));
                            } else {
                                later.add(row);
                            }
                        });
            }
            if (later.size() > 400) {
                List<List<String>> due = List.copyOf(later);
                later.clear();
                due.forEach(row -> put(count, row.toArray(String[]::new)));
            }
        }

        private Optional<List<String>> event(
                char kind, String number, String individualNumber, String address) {
            List<String> who = List.of(insurer, symbol, number, "00", "1980-05-05");
            return switch (kind) {
                // a move, the loss, the coverage cancelled, the right address at last
                case 'C' ->
                        row(
                                "CHANGE",
                                who,
                                "",
                                "",
                                "",
                                "",
                                "",
                                address + "2",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "2024-09-01");
                case 'L' ->
                        row(
                                "LOSE",
                                who,
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "2025-01-01",
                                "01",
                                "");
                case 'X' -> row("CANCEL", who, "", "", "", "", "", "", "", "", "", "", "", "");
                case 'K' ->
                        row(
                                "CORRECT",
                                who,
                                "",
                                "",
                                "",
                                "",
                                "",
                                address + "別棟",
                                "",
                                "",
                                "",
                                "",
                                "",
                                "");
                // sent once more, and under a new number after another coverage of the same person
                case 'A' ->
                        row(
                                "ADD",
                                List.of(insurer, symbol, number + "9", "00", "1980-05-05"),
                                individualNumber,
                                "",
                                "測定　花子",
                                "ソクテイ　ハナコ",
                                "2",
                                address,
                                "1",
                                "2024-12-01",
                                "2024-12-03",
                                "",
                                "",
                                "");
                default -> Optional.empty();
            };
        }

        private static Optional<List<String>> row(
                String action, List<String> who, String... facts) {
            List<String> cells = new ArrayList<>(List.of(action));
            cells.addAll(who);
            cells.addAll(List.of(facts));
            return Optional.of(cells);
        }

        private void put(int count, String... cells) {
            if (rows < count) {
                file.writeRecord(cells);
                rows++;
            }
        }
    }
}
