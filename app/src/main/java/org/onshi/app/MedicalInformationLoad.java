package org.onshi.app;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.onshi.sandbox.TownFiles;

/**
 * Loads a town's claims and checkups as the operating body would, through its door. It takes longer
 * than a start should and nobody at the counter needs it at once, so it runs beside the start and
 * on after it; {@code run/medical-information-loaded} says that it is done. One that was cut off is
 * done again: the same file again changes nothing.
 */
final class MedicalInformationLoad {
    private static final int SENDERS = 3;
    private static final int ATTEMPTS_MAX = 5;
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final int FILES_A_LINE = 8;

    private final DataFolder folder;
    private final DemoDescription demo;
    private final TownFiles town;
    private final Consumer<String> say;
    private final BooleanSupplier stopping;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong claims = new AtomicLong();
    private final AtomicLong checkups = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicInteger files = new AtomicInteger();

    MedicalInformationLoad(
            DataFolder folder,
            DemoDescription demo,
            TownFiles town,
            Consumer<String> say,
            BooleanSupplier stopping) {
        this.folder = folder;
        this.demo = demo;
        this.town = town;
        this.say = say;
        this.stopping = stopping;
    }

    /** Begins, unless it is done already or the town was made before there was any. */
    void begin() {
        if (Files.exists(folder.medicalInformationLoaded())
                || !Files.isDirectory(town.folder().resolve("claims"))) {
            ended.countDown();
            return;
        }
        Thread.ofVirtual().name("medical-information").start(this::run);
    }

    /** Whether it ends within this time. */
    boolean await(Duration limit) {
        try {
            return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault("中断されました。", "Interrupted.", e);
        }
    }

    private void run() {
        long begin = System.nanoTime();
        try {
            load();
            DataFolder.writePrivate(folder.medicalInformationLoaded(), "");
            say.accept(
                    "  "
                            + Bilingual.say("医療情報", "medical information")
                            + ": ok "
                            + Supervisor.seconds(begin)
                            + " s, "
                            + claims.get()
                            + " "
                            + Bilingual.say("レセプト", "claims")
                            + ", "
                            + checkups.get()
                            + " "
                            + Bilingual.say("健診結果", "checkup results")
                            + (rejected.get() == 0
                                    ? ""
                                    : ", ⚠ "
                                            + rejected.get()
                                            + Bilingual.say(" 件却下", " rejected")));
        } catch (CommandFault | UncheckedIOException | IllegalStateException fault) {
            if (!stopping.getAsBoolean()) {
                say.accept(
                        Bilingual.say(
                                        "⚠ 医療情報を取り込めませんでした。デモを起動し直すと続きから取り込みます。",
                                        "the medical information was not loaded; starting the demo"
                                                + " again goes on with it.")
                                + " "
                                + fault.getMessage());
            }
        } finally {
            ended.countDown();
        }
    }

    /** Names first: nothing is shown without one. */
    private void load() {
        send("/operator/medicines", "text/csv", town.medicines());
        List<Path> claimFiles = town.claims();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            List<Future<?>> sent = new ArrayList<>();
            sent.add(
                    senders.submit(() ->
                            checkups.addAndGet(
                                    send("/operator/checkups", "text/csv", town.checkups()))));
            for (Path file : claimFiles) {
                sent.add(
                        senders.submit(() -> {
                            claims.addAndGet(
                                    send("/operator/claims", "application/octet-stream", file));
                            tell(claimFiles.size());
                        }));
            }
            for (Future<?> one : sent) {
                one.get();
            }
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

    private void tell(int all) {
        int done = files.incrementAndGet();
        if (done % FILES_A_LINE == 0 && done < all) {
            say.accept(
                    "    "
                            + Bilingual.say("医療情報", "medical information")
                            + " "
                            + done
                            + "/"
                            + all
                            + "  "
                            + claims.get()
                            + " "
                            + Bilingual.say("レセプト", "claims"));
        }
    }

    /** Sends a file, again when the server was just being started again; how many rows it had. */
    private long send(String path, String mediaType, Path file) {
        for (int attempt = 1; ; attempt++) {
            try (DoorClient operator = Doors.operator(demo, folder)) {
                List<String> rows =
                        operator.postFile(path, mediaType, file).lines().skip(1).toList();
                rejected.addAndGet(
                        rows.stream().filter(row -> row.matches("\\d+,REJECTED,.*")).count());
                return rows.size();
            } catch (CommandFault fault) {
                if (attempt == ATTEMPTS_MAX || stopping.getAsBoolean()) {
                    throw fault;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault("中断されました。", "Interrupted.", e);
        }
    }
}
