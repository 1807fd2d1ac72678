package org.onshi.app;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.onshi.sandbox.TownFiles;

/**
 * Registers a town as its operator and insurers would: master data through the operator door,
 * people in the simulated resident register, registration files through the insurer door. Never by
 * the back door. A load that was cut off may be done again: the same file again changes nothing.
 */
final class TownLoad {
    private static final int SENDERS = 4;

    /** A machine that starts everything at once may let the register's first answers time out. */
    private static final Duration REGISTER_AWAITED = Duration.ofMinutes(2);

    private static final int REJECTS_SHOWN = 5;

    private final DataFolder folder;
    private final DemoDescription demo;
    private final TownFiles town;
    private final Consumer<String> say;
    private final AtomicLong rows = new AtomicLong();

    TownLoad(DataFolder folder, DemoDescription demo, TownFiles town, Consumer<String> say) {
        this.folder = folder;
        this.demo = demo;
        this.town = town;
        this.say = say;
    }

    void run() {
        long begin = System.nanoTime();
        say.accept("  " + Bilingual.say("マスタ（保険者・医療機関）", "master data") + " …");
        try (DoorClient operator = Doors.operator(demo, folder)) {
            refuseRejects(operator.postFile("/operator/insurers", "text/csv", town.insurers()));
            refuseRejects(operator.postFile("/operator/facilities", "text/csv", town.facilities()));
        }
        say.accept("    ok " + Supervisor.seconds(begin) + " s");
        begin = System.nanoTime();
        say.accept("  " + Bilingual.say("模擬の住民基本台帳", "simulated resident register") + " …");
        try (DoorClient sandbox = DoorClient.plain(demo.url("sandbox"))) {
            sandbox.postFile("/residents", "text/csv", town.residentsBefore());
            sandbox.postFile("/residents", "text/csv", town.residents());
        }
        say.accept("    ok " + Supervisor.seconds(begin) + " s");
        begin = System.nanoTime();
        say.accept("  " + Bilingual.say("保険者の登録ファイル", "insurers' registration files") + " …");
        registerAll();
        say.accept(
                "    ok "
                        + Supervisor.seconds(begin)
                        + " s, "
                        + rows.get()
                        + " "
                        + Bilingual.say("行", "rows"));
        registerCards();
    }

    /** Those made at the portal before the demo began; some holders are registered nowhere. */
    private void registerCards() {
        long begin = System.nanoTime();
        say.accept("  " + Bilingual.say("カードの利用申込", "cards registered before") + " …");
        try (DoorClient operator = Doors.operator(demo, folder);
                CsvReader<NamedCsvRecord> results =
                        CsvReader.builder()
                                .ofNamedCsvRecord(
                                        operator.postFile(
                                                "/operator/card-registrations",
                                                "text/csv",
                                                town.cardRegistrations()))) {
            List<NamedCsvRecord> rows = results.stream().toList();
            if (rows.stream().anyMatch(row -> row.getField("code").equals("NOT_PROCESSED"))) {
                throw new CommandFault(
                        "模擬の住民基本台帳が答えず、カードの利用申込を登録できませんでした。もう一度起動してください。",
                        "The simulated resident register did not answer, and cards were not"
                                + " registered; start the demo again.");
            }
            long taken =
                    rows.stream().filter(row -> row.getField("status").equals("ACCEPTED")).count();
            say.accept(
                    "    ok "
                            + Supervisor.seconds(begin)
                            + " s, "
                            + taken
                            + " "
                            + Bilingual.say("枚", "cards"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseRejects(String result) {
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(result)) {
            List<String> rejected =
                    rows.stream()
                            .filter(row -> row.getField("status").equals("REJECTED"))
                            .map(row -> row.getField("line") + " " + row.getField("code"))
                            .toList();
            if (!rejected.isEmpty()) {
                throw new CommandFault(
                        "町のマスタが却下されました: " + rejected,
                        "The town's master data were rejected: " + rejected);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of a phase before the next: a later phase changes what an earlier one began. */
    private void registerAll() {
        List<Path> files = town.registrations();
        AtomicInteger done = new AtomicInteger();
        for (int phase = 1; phase <= 4; phase++) {
            int now = phase;
            try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
                List<Future<?>> sent = new ArrayList<>();
                files.stream()
                        .filter(file -> TownFiles.phaseOf(file) == now)
                        .forEach(file ->
                                sent.add(
                                        senders.submit(() -> {
                                            register(file);
                                            say.accept(
                                                    "    "
                                                            + done.incrementAndGet()
                                                            + "/"
                                                            + files.size()
                                                            + "  "
                                                            + rows.get()
                                                            + " "
                                                            + Bilingual.say("行", "rows"));
                                        })));
                for (Future<?> one : sent) {
                    await(one);
                }
            }
        }
    }

    private void register(Path file) {
        Path key = Doors.insurerKey(folder, TownFiles.insurerOf(file).digits());
        try (DoorClient insurer = Doors.insurer(demo, folder, key)) {
            Registration registration =
                    new Registration(insurer, REGISTER_AWAITED, Registration.SILENCE_LIMIT);
            Registration.Outcome outcome = registration.send(file, (done, total) -> {});
            Optional<String> unfinished = outcome.failure().or(outcome::waiting);
            if (unfinished.isPresent()) {
                throw CommandFault.said(file.getFileName() + ": " + unfinished.get());
            }
            rows.addAndGet(outcome.accepted() + outcome.pending() + outcome.rejected());
            if (outcome.rejected() > 0) {
                // the result names columns and mends, never values
                List<String> lines = new ArrayList<>();
                registration.resultRows(
                        outcome.total(),
                        line -> {
                            if (lines.size() < REJECTS_SHOWN && line.matches("\\d+,REJECTED,.*")) {
                                lines.add(line);
                            }
                        });
                say.accept(
                        Bilingual.say(
                                        "⚠ 却下 " + outcome.rejected() + " 行",
                                        outcome.rejected() + " rows rejected")
                                + " ("
                                + file.getFileName()
                                + "): "
                                + lines);
            }
        }
    }

    private static void await(Future<?> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault("中断されました。", "Interrupted.", e);
        }
    }
}
