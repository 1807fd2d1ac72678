package org.onshi.terminal;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.onshi.wire.SharedClock;

/**
 * One running terminal: folders, journal, lanes and their threads. Starting answers first what an
 * earlier run left behind, then looks into {@code req/}.
 */
final class Terminal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Terminal.class.getName());
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STATUS_PAUSE = Duration.ofSeconds(1);
    private static final Duration SWEEP_PAUSE = Duration.ofMinutes(1);

    private final TerminalSettings settings;
    private final OqsFolders folders;
    private final TerminalStatus status;
    private final AnswerJournal journal;
    private final ResultFolder results;
    private final AnswerSettling settling;
    private final AnswerWriter writer;
    private final CentralSystem central;
    private final RequestLane single;
    private final RequestLane bulk;
    private final StaleAnswers stale;
    private final Optional<CardDesk> desk;
    private final TerminalThreads threads;

    private Terminal(
            TerminalSettings settings, OqsFolders folders, SSLContext tls, Runnable onDeath)
            throws IOException {
        this.settings = settings;
        this.folders = folders;
        TerminalLimits limits = settings.limits();
        SharedClock realTime = SharedClock.system();
        SharedClock time =
                settings.clockFile().isPresent()
                        ? SharedClock.at(settings.clockFile().get())
                        : realTime;
        this.status = new TerminalStatus(folders.status());
        this.journal = new AnswerJournal(folders.answers(), limits.segmentBytes());
        this.results = new ResultFolder(folders.res(), settings.trashFolder());
        this.settling = new AnswerSettling(results, journal, limits);
        this.writer = new AnswerWriter(journal, results, settling, status, limits);
        this.central =
                new CentralSystem(
                        settings.centralSystem(),
                        settings.terminalId(),
                        tls,
                        limits,
                        new CentralLine(limits.silence(), new LineLog(status, time)));
        RequestAnswering answering = new RequestAnswering(settings, central, time);
        this.single = RequestLane.single(limits, answering, writer);
        this.bulk = RequestLane.bulk(limits, answering, writer);
        this.stale =
                new StaleAnswers(
                        results,
                        folders.res(),
                        settings,
                        realTime,
                        RequestNames::isOfTheFolderLink);
        this.desk =
                settings.visits()
                        .map(visits -> CardDesk.open(settings, visits, folders, tls, time));
        this.threads = new TerminalThreads(onDeath);
    }

    /**
     * Opens the folders and starts working.
     *
     * @param onDeath run when a part of the terminal dies of a bug
     * @throws SettingsFault when the settings do not work
     */
    static Terminal start(TerminalSettings settings, Runnable onDeath) {
        SSLContext tls = ClientTls.context(settings);
        OqsFolders folders = OqsFolders.open(settings.oqsFolder(), settings.workFolder());
        Terminal terminal;
        try {
            terminal = new Terminal(settings, folders, tls, onDeath);
        } catch (IOException e) {
            throw new SettingsFault(
                    "作業フォルダーか時計ファイルが読めません: "
                            + settings.workFolder()
                            + " / The work folder or the clock file cannot be read.");
        }
        terminal.startThreads();
        return terminal;
    }

    private void startThreads() {
        LOG.log(
                System.Logger.Level.INFO,
                "資格確認端末を開始します。 / The terminal starts: {0}, central system {1}",
                settings.oqsFolder(),
                settings.centralSystem());
        threads.start("settling", settling::run);
        threads.start("writer", writer::run);
        single.start(threads, "single");
        bulk.start(threads, "bulk");
        threads.start("login", central::logInAhead);
        threads.start("watch", this::catchUpAndWatch);
        threads.start("status", this::reportStatus);
        threads.start("sweep", this::sweepStale);
        desk.ifPresent(open -> threads.start("reader", open::run));
    }

    private Optional<RequestLane> laneOf(String fileName) {
        return RequestNames.find(fileName)
                .map(family -> family.served() && family.bulk() ? bulk : single);
    }

    private void catchUpAndWatch() {
        try {
            Deque<TakenRequest> unanswered = catchUp();
            long last = unanswered.isEmpty() ? 0 : unanswered.getLast().sequence();
            for (TakenRequest request : unanswered) {
                submit(request);
            }
            new RequestWatch(folders, settings.limits(), status, this::laneOf, last).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(TakenRequest request) throws InterruptedException {
        RequestLane lane =
                laneOf(request.fileName())
                        .orElseThrow(() -> new IllegalStateException("taken but of no family"));
        while (!lane.reserve(STATUS_PAUSE)) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        lane.submit(request);
    }

    /** Settles what has an answer; returns what has none, in the order of taking. */
    private Deque<TakenRequest> catchUp() throws InterruptedException {
        while (true) {
            try {
                return tryCatchUp();
            } catch (ClosedByInterruptException e) {
                throw new InterruptedException(); // stopping; the next start goes on
            } catch (IOException e) {
                status.folderTrouble(Optional.of("answers/ " + e.getClass().getSimpleName()));
                LOG.log(
                        System.Logger.Level.WARNING,
                        "前回の続きを書き込めません（{0}）。空き容量と権限を確認してください。 / What the last run left"
                                + " cannot be finished ({0}); check free space and permissions.",
                        e.getClass().getSimpleName());
                Thread.sleep(settings.limits().writeRetry());
            }
        }
    }

    private Deque<TakenRequest> tryCatchUp() throws IOException {
        Map<UUID, TakenRequest> left = new HashMap<>();
        List<TakenRequest> taken = folders.leftTaken();
        taken.forEach(request -> left.put(request.key(), request));
        int[] finished = {0};
        journal.replay((answer, appeared) -> {
            TakenRequest request = left.remove(answer.key());
            if (request != null) {
                finish(request, answer, appeared);
                finished[0]++;
            }
        });
        OqsFolders.force(folders.res());
        OqsFolders.force(folders.taken());
        journal.forgetEarlier();
        Deque<TakenRequest> unanswered = new ArrayDeque<>();
        for (TakenRequest request : taken) {
            if (left.containsKey(request.key())) {
                unanswered.add(request);
            }
        }
        status.taken(unanswered.size());
        status.folderTrouble(Optional.empty());
        if (!taken.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "前回の続き: 回答済み {0}件、これから照会 {1}件。 / Left by the last run: {0} answered, {1} to be"
                            + " asked.",
                    finished[0],
                    unanswered.size());
        }
        return unanswered;
    }

    private void finish(TakenRequest request, FolderAnswer answer, boolean appeared)
            throws IOException {
        if (!appeared) {
            for (FolderAnswer.ResultFile file : answer.files()) {
                results.restore(file);
                results.settle(file.name());
            }
            if (answer.movesRequestBack()) {
                results.moveBack(request);
            }
        }
        Files.deleteIfExists(request.file());
    }

    private void reportStatus() {
        try {
            while (true) {
                try {
                    status.write();
                } catch (IOException e) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "status file: {0}",
                            e.getClass().getSimpleName());
                }
                Thread.sleep(STATUS_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweepStale() {
        try {
            while (true) {
                try {
                    stale.sweep();
                } catch (IOException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "古い回答を片付けられません（{0}）。 / Stale answers cannot be put away ({0}).",
                            e.getClass().getSimpleName());
                }
                Thread.sleep(SWEEP_PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    TerminalStatus status() {
        return status;
    }

    /** Stops taking; what is under way is finished by the next start. */
    @Override
    public void close() throws IOException {
        try {
            threads.stop(STOP_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        desk.ifPresent(CardDesk::close);
        central.close();
        status.write();
        journal.close();
        folders.close();
        LOG.log(
                System.Logger.Level.INFO,
                "資格確認端末を終了しました。 / The terminal has stopped: {0} taken, {1} answered.",
                status.taken(),
                status.done());
    }

    /** Writes outages to log and status. */
    private record LineLog(TerminalStatus status, InstantSource time)
            implements CentralLine.Listener {
        @Override
        public void heard() {
            status.contact(time.instant());
        }

        @Override
        public void silent() {
            status.silentSince(time.instant());
            LOG.log(
                    System.Logger.Level.WARNING,
                    "中央システムから応答がありません。回線を確認してください。 / The central system does not answer;"
                            + " check the line.");
        }

        @Override
        public void backAfter(Duration silence) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "中央システムの応答が戻りました（{0}秒後）。 / The central system answers again after {0} s.",
                    silence.toSeconds());
        }
    }
}
