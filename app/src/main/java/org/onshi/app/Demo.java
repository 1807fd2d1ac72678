package org.onshi.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.postgres.PostgresFault;
import org.onshi.sandbox.Keys;
import org.onshi.sandbox.OpenIdAccounts;
import org.onshi.sandbox.Town;
import org.onshi.sandbox.TownCards;
import org.onshi.sandbox.TownFiles;
import org.onshi.wire.SharedClock;

/**
 * A demo from its first start to its end: lays out the folder, starts the processes, loads the
 * town.
 */
final class Demo {
    /** How long READY waits for what only medical inquiries need. */
    private static final int REJECTS_SHOWN = 5;

    private static final Duration MEDICAL_INFORMATION_LIMIT = Duration.ofSeconds(5);

    private final DataFolder folder;
    private final Wishes wishes;
    private final PrintWriter out;
    private final Supervisor supervisor;
    private volatile boolean ended;

    Demo(DataFolder folder, Wishes wishes, PrintWriter out) {
        this.folder = folder;
        this.wishes = wishes;
        this.out = out;
        this.supervisor = new Supervisor(this::say);
    }

    /**
     * What the user asked for.
     *
     * @param portBase first of twenty ports
     * @param clock where the clock shall stand; empty leaves it
     * @param people people of a new town
     * @param seed seed of a new town
     * @param terminals how many terminals, each at a facility of its own
     * @param medicalInformation whether the town's claims and checkups are loaded
     */
    record Wishes(
            int portBase,
            Optional<Instant> clock,
            int people,
            long seed,
            int terminals,
            boolean medicalInformation) {}

    /** Runs until interrupted; the exit code. */
    int run() {
        Thread end = Thread.ofPlatform().name("demo-end").unstarted(this::endFromOutside);
        Runtime.getRuntime().addShutdownHook(end);
        try (FileChannel lock = lock()) {
            start();
            if (lock.isOpen()) {
                new CountDownLatch(1).await();
            }
            return 0;
        } catch (CommandFault | PostgresFault e) {
            if (supervisor.stopping()) {
                return 0;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            supervisor.stop();
            ended = true;
        }
    }

    /** SIGTERM or SIGINT: everything is stopped in good order, and that is a success. */
    private void endFromOutside() {
        if (ended) {
            return;
        }
        say(Bilingual.say("停止しています…", "stopping …"));
        long begin = System.nanoTime();
        boolean clean = supervisor.stop();
        say(
                Bilingual.say(
                        "停止しました（" + Supervisor.seconds(begin) + " 秒）。",
                        "stopped (" + Supervisor.seconds(begin) + " s)."));
        Runtime.getRuntime().halt(clean ? 0 : 1);
    }

    private void start() {
        say("Onshi（オン資） " + Bilingual.say("デモ", "demo") + ": " + folder.root());
        List<String> orphans = Orphans.stop(folder);
        if (!orphans.isEmpty()) {
            say(
                    Bilingual.say(
                            "前回の残りを停止しました: " + String.join("、", orphans),
                            "stopped what an earlier start left: " + String.join(", ", orphans)));
        }
        Ports ports = new Ports(wishes.portBase());
        List<TerminalPlace> places = TerminalPlace.first(wishes.terminals());
        ports.refuseTaken(places.size());
        places.forEach(folder::createOqs);
        SharedClock clock = clock();
        TownFiles town = town(clock.today());
        Keys keys =
                step(
                        "鍵と証明書",
                        "keys and certificates",
                        () ->
                                Keys.makeIn(
                                        folder.keys(),
                                        Town.facilityCodes(),
                                        Town.insurerNumbers()));
        TownCards.writeRegistrations(town, keys);
        DatabaseProcess database = new DatabaseProcess(folder, ports.postgres());
        Database roles = new Database(folder);
        step(
                "データベース",
                "database",
                () -> {
                    supervisor.start(database);
                    roles.prepare(database.server());
                    return database;
                });
        new Configurations(folder, ports, keys, firstDay()).write(database.server(), roles, places);
        DemoDescription description = describe(ports, places, database, roles, clock);
        description.write(folder);
        PartProcess server = part("server", MainClass.SERVER, Configurations.SERVER_FLAGS);
        PartProcess sandbox = part("sandbox", MainClass.SANDBOX, Configurations.SANDBOX_FLAGS);
        step(
                "中央システムと模擬の外部",
                "central system and simulated outside",
                () -> supervised(List.of(server, sandbox)));
        if (!Files.exists(folder.loaded())) {
            new TownLoad(folder, description, town, this::say).run();
            DataFolder.writePrivate(folder.loaded(), "");
        }
        loadAccounts(description, keys);
        MedicalInformationLoad medical =
                new MedicalInformationLoad(
                        folder, description, town, this::say, supervisor::stopping);
        if (wishes.medicalInformation()) {
            medical.begin();
        }
        List<PartProcess> terminals =
                places.stream()
                        .map(place ->
                                part(
                                        place.name(),
                                        MainClass.TERMINAL,
                                        Configurations.TERMINAL_FLAGS))
                        .toList();
        step(
                "資格確認端末",
                "eligibility terminal",
                () -> {
                    supervised(terminals);
                    awaitScreens(description);
                    return terminals;
                });
        if (wishes.medicalInformation() && !medical.await(MEDICAL_INFORMATION_LIMIT)) {
            say(
                    "  "
                            + Bilingual.say(
                                    "医療情報の取り込みは続きますが、デモはもう使えます。",
                                    "medical information goes on being loaded; the demo can be"
                                            + " used already."));
        }
        greet(description);
    }

    /**
     * The people of the console, at every start: their file is for its owner to change, and the
     * same again changes nothing.
     */
    private void loadAccounts(DemoDescription description, Keys keys) {
        OpenIdAccounts people =
                OpenIdAccounts.makeIn(keys.consoleAccounts(), Town.insurerNumbers());
        try (DoorClient operator = Doors.operator(description, folder)) {
            List<String> rejected =
                    operator.postText("/operator/accounts", "text/csv", people.masterData())
                            .lines()
                            .filter(line -> line.matches("\\d+,REJECTED,.*"))
                            .limit(REJECTS_SHOWN)
                            .toList();
            if (!rejected.isEmpty()) {
                // the result names columns and mends, never values
                throw new CommandFault(
                        keys.consoleAccounts() + " の行が却下されました。直して、もう一度始めてください: " + rejected,
                        "Rows of "
                                + keys.consoleAccounts()
                                + " were rejected; mend them and start again: "
                                + rejected);
            }
        }
    }

    /** READY promises that every screen answers. */
    private static void awaitScreens(DemoDescription description) {
        for (DemoDescription.Terminal terminal : description.terminals()) {
            for (String screen : List.of(terminal.patientScreen(), terminal.counterScreen())) {
                try (LoopbackClient client = new LoopbackClient(screen)) {
                    client.get("/api/visit").needGood();
                }
            }
        }
    }

    /** Starts them at the same time and returns when all serve. */
    private List<PartProcess> supervised(List<PartProcess> parts) {
        try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> started = new ArrayList<>();
            for (PartProcess part : parts) {
                started.add(starters.submit(() -> supervisor.start(part)));
            }
            for (Future<?> one : started) {
                one.get();
            }
            return parts;
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

    private PartProcess part(String name, String mainClass, List<String> flags) {
        return new PartProcess(
                name,
                mainClass,
                flags,
                List.of("--config", folder.configuration(name).toString()),
                folder);
    }

    /** One demo a folder: the lock goes with this JVM, however it ends. */
    private FileChannel lock() throws IOException {
        folder.create();
        DataFolder.createPrivateFile(folder.run().resolve("supervisor.lock"));
        FileChannel channel =
                FileChannel.open(
                        folder.run().resolve("supervisor.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new IllegalStateException("two demos of one folder in one JVM", e);
        }
        channel.close();
        ended = true;
        throw new CommandFault(
                folder.root() + " のデモは既に動いています。止めるか、別の --data と --port-base を指定してください。",
                "A demo of "
                        + folder.root()
                        + " is running already; stop it, or name another --data and --port-base.");
    }

    private SharedClock clock() {
        try {
            if (!Files.exists(folder.clock())) {
                Instant start = wishes.clock().orElseGet(() -> SharedClock.system().instant());
                DataFolder.writePrivate(folder.clockStart(), start.toString());
                SharedClock made = SharedClock.startingAt(folder.clock(), start);
                DataFolder.closeToOthers(folder.clock());
                return made;
            }
            SharedClock clock = SharedClock.at(folder.clock());
            Optional<Instant> wish = wishes.clock().filter(asked -> !asked.equals(firstStart()));
            if (wish.isPresent() && wish.get().isBefore(clock.instant())) {
                throw new CommandFault(
                        "このデータの時計は既に "
                                + minute(clock)
                                + " です。戻すことはできません。先の時刻にするか、別の --data を指定してください。",
                        "The clock of these data stands at "
                                + minute(clock)
                                + " and never goes back; name a later time or another --data.");
            }
            wish.ifPresent(clock::moveTo);
            say(
                    "  "
                            + Bilingual.say("既存のデータを続けます。時計", "continuing kept data; clock")
                            + ": "
                            + minute(clock));
            return clock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same command given again asks for nothing new: its clock has gone on since. */
    private Instant firstStart() {
        try {
            return Files.exists(folder.clockStart())
                    ? Instant.parse(Files.readString(folder.clockStart()).strip())
                    : Instant.MIN;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The day the data began with; the day of now for data of a version that did not note it. */
    private LocalDate firstDay() {
        Instant start =
                firstStart().equals(Instant.MIN) ? SharedClock.system().instant() : firstStart();
        return LocalDate.ofInstant(start, SharedClock.ZONE);
    }

    private static String minute(SharedClock clock) {
        return clock.dateTime().truncatedTo(ChronoUnit.MINUTES).toString();
    }

    /** A kept town is kept: it is made once, whatever is asked for later. */
    private TownFiles town(LocalDate today) {
        Path files = folder.sandbox().resolve("town");
        if (Files.exists(files)) {
            return new TownFiles(files);
        }
        return step(
                "町（" + wishes.people() + " 人）",
                "town of " + wishes.people() + " people",
                () -> {
                    TownFiles made =
                            Town.generate(
                                    files,
                                    new Town.Settings(wishes.seed(), wishes.people(), today),
                                    people -> {
                                        if (people % 10_000 == 0) {
                                            say("    " + people + "/" + wishes.people());
                                        }
                                    });
                    try {
                        DataFolder.writePrivate(folder.town(), Files.readString(made.town()));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return made;
                });
    }

    private DemoDescription describe(
            Ports ports,
            List<TerminalPlace> places,
            DatabaseProcess database,
            Database roles,
            SharedClock clock) {
        Map<String, String> urls = new LinkedHashMap<>();
        urls.put("facility", ports.facilityUrl());
        urls.put("insurer", ports.insurerUrl());
        urls.put("operator", ports.operatorUrl());
        urls.put("web", ports.webUrl());
        urls.put("sandbox", ports.sandboxUrl());
        urls.put("metrics", ports.metricsUrl());
        List<DemoDescription.Terminal> terminals = new ArrayList<>();
        for (TerminalPlace place : places) {
            int number = place.number();
            String suffix = TerminalPlace.suffix(number);
            urls.put("patient-screen" + suffix, ports.patientUrl(number));
            urls.put("counter-screen" + suffix, ports.counterUrl(number));
            terminals.add(
                    new DemoDescription.Terminal(
                            place.facility().digits(),
                            folder.oqs(place).toString(),
                            ports.readerUrl(number),
                            ports.patientUrl(number),
                            ports.counterUrl(number)));
        }
        return new DemoDescription(
                urls,
                Town.facilityCodes().stream().map(FacilityCode::digits).toList(),
                Town.insurerNumbers().stream().map(InsurerNumber::digits).toList(),
                new DemoDescription.Jdbc(
                        database.server().jdbcUrl(Database.NAME),
                        "inspector",
                        roles.inspectorPassword()),
                OffsetDateTime.ofInstant(clock.instant(), SharedClock.ZONE)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString(),
                terminals);
    }

    private void greet(DemoDescription description) {
        say("");
        description.urls().forEach((name, url) -> say("  %-16s %s".formatted(name, url)));
        say("");
        say("  " + Bilingual.say("次に試すこと", "what to try next") + ":");
        String option = folder.equals(DataFolder.standard()) ? "" : " --data " + folder.root();
        say(
                "    ./onshi try"
                        + option
                        + "    "
                        + Bilingual.say(
                                "町の一人の資格を、フォルダ連携で確認する", "one check through the folder link"));
        say(
                "    "
                        + folder.requests()
                        + "    "
                        + Bilingual.say(
                                "ここに要求ファイルを置くと res に答えが出る",
                                "drop request files here, answers appear in res"));
        say(
                "    "
                        + description.url("sandbox")
                        + "/desk    "
                        + Bilingual.say(
                                "カードをリーダーに置く、カメラの前に立つ", "place cards, stand before the camera"));
        say(
                "    "
                        + description.url("web")
                        + "/    "
                        + Bilingual.say(
                                "保険者のコンソール。アカウントとパスコードは "
                                        + folder.keys().resolve("console-accounts.csv"),
                                "the insurers' console; accounts and passcodes in that file"));
        say(
                "    ./onshi visit --card C-HANAKO --mode face --consent all"
                        + option
                        + "    "
                        + Bilingual.say("カードでの受付を1件", "one visit with a card"));
        say(
                "    ./onshi check --help · ./onshi insurer register --help · ./onshi audit verify"
                        + option);
        say("");
        say("READY");
    }

    private <T> T step(String japanese, String english, java.util.function.Supplier<T> work) {
        long begin = System.nanoTime();
        say("  " + Bilingual.say(japanese, english) + " …");
        T done = work.get();
        say("    ok " + Supervisor.seconds(begin) + " s");
        return done;
    }

    private synchronized void say(String line) {
        out.println(line);
        out.flush();
    }
}
