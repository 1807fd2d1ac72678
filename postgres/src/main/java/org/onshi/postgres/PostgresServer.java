package org.onshi.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PostgreSQL server as a child process in the foreground, listening on 127.0.0.1 alone, its
 * data kept in a folder.
 *
 * <p>Durable: {@code fsync}, {@code full_page_writes} and {@code synchronous_commit} stay on unless
 * a caller names them in its settings. A server left running by a killed JVM is stopped in good
 * order at the next start on the same folder (its write-ahead log keeps what was committed); a
 * folder in use by a living JVM is refused.
 *
 * <p>Folder: {@code cluster/} (PostgreSQL's own), {@code superuser-password}, {@code lock}, {@code
 * postgres.log}.
 */
public final class PostgresServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String SUPERUSER = "postgres";
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration FAST_STOP_LIMIT = Duration.ofSeconds(10);
    private static final Duration IMMEDIATE_STOP_LIMIT = Duration.ofSeconds(2);
    private static final int FREE_PORT_TRIES = 5;
    private static final int BUSY_MEMORY_TRIES = 20;
    private static final long LOG_BYTES_MAX = 16L * 1024 * 1024;

    private final Settings settings;
    private final int port;
    private final String password;
    private final Process process;
    private final long pid;
    private final FileChannel lockFile;
    private final Thread stopWithJvm;

    private PostgresServer(
            Settings settings,
            int port,
            String password,
            Process process,
            long pid,
            FileChannel lockFile) {
        this.settings = settings;
        this.port = port;
        this.password = password;
        this.process = process;
        this.pid = pid;
        this.lockFile = lockFile;
        this.stopWithJvm = Thread.ofPlatform().name("postgres-stop").unstarted(this::stopProcess);
    }

    /**
     * What a server needs.
     *
     * @param directory folder of this server alone; created when missing
     * @param port TCP port on 127.0.0.1; 0 takes a free one
     * @param binaries the programs to run
     * @param settings more settings of {@code postgresql.conf}, name to value; they win over the
     *     defaults
     */
    public record Settings(
            Path directory, int port, PostgresBinaries binaries, Map<String, String> settings) {
        public Settings {
            directory = directory.toAbsolutePath().normalize();
            settings = Map.copyOf(settings);
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port must be 0 to 65535");
            }
        }

        /** A server on the chosen binaries without further settings. */
        public static Settings of(Path directory, int port) {
            return new Settings(directory, port, PostgresBinaries.chosen(), Map.of());
        }

        private Path cluster() {
            return directory.resolve("cluster");
        }

        private Path log() {
            return directory.resolve("postgres.log");
        }
    }

    /**
     * Starts the server and returns when it accepts connections.
     *
     * @throws PostgresFault when the folder is in use, the port is taken, the kept data are of
     *     another major version, or PostgreSQL does not start within 120 s
     */
    public static PostgresServer start(Settings settings) {
        try {
            Folders.createPrivate(settings.directory());
            FileChannel lockFile = lock(settings);
            try {
                return startLocked(settings, lockFile);
            } catch (IOException | RuntimeException e) {
                lockFile.close();
                throw e;
            }
        } catch (IOException e) {
            throw new PostgresFault(
                    "%s を使えません（%s）。書き込み権と空き容量を確かめてください。 / Cannot use %s; check permissions and free space."
                            .formatted(settings.directory(), e.getMessage(), settings.directory()),
                    e);
        }
    }

    private static PostgresServer startLocked(Settings settings, FileChannel lockFile)
            throws IOException {
        Launcher launcher = Launcher.forThisUser(settings.binaries());
        if (launcher.needsPassage()) {
            Folders.letThrough(settings.directory());
        }
        stopOrphan(settings.cluster());
        String password = initialise(settings, launcher);
        refuseOtherVersion(settings);
        launcher.handOver(settings.cluster());
        rotateLog(settings.log());
        int tries = settings.port() == 0 ? FREE_PORT_TRIES : 1;
        int busyMemory = 0;
        while (true) {
            int port = settings.port() == 0 ? freePort() : settings.port();
            refuseTakenPort(port);
            long logStart = Files.exists(settings.log()) ? Files.size(settings.log()) : 0;
            Process process = launch(settings, launcher, port);
            Optional<Long> pid = awaitReady(settings, process);
            if (pid.isPresent()) {
                PostgresServer server =
                        new PostgresServer(settings, port, password, process, pid.get(), lockFile);
                Runtime.getRuntime().addShutdownHook(server.stopWithJvm);
                return server;
            }
            String said = logFrom(settings.log(), logStart);
            // After a SIGKILL of the postmaster its children need a moment to see it and to let go
            // of the memory.
            if (said.contains("pre-existing shared memory block")
                    && busyMemory++ < BUSY_MEMORY_TRIES) {
                pause(Duration.ofMillis(250));
                continue;
            }
            tries--;
            if (tries > 0 && said.contains("could not bind")) {
                continue;
            }
            throw new PostgresFault(
                    "PostgreSQL が起動しません。ログ %s / PostgreSQL does not start; its log ends:%n%s"
                            .formatted(settings.log(), lastLines(said)));
        }
    }

    private static FileChannel lock(Settings settings) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        settings.directory().resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("the folder is in use by this very process", e);
        }
        channel.close();
        throw new PostgresFault(
                "%s は別のプロセスが使用中です。先にそれを止めてください。 / %s is in use by another running process; stop it first."
                        .formatted(settings.directory(), settings.directory()));
    }

    /** A postmaster whose JVM was killed: this folder's lock is ours, so nobody living owns it. */
    private static void stopOrphan(Path cluster) throws IOException {
        Path pidFile = cluster.resolve("postmaster.pid");
        Optional<Long> written = writtenPid(pidFile);
        if (written.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> orphan =
                ProcessHandle.of(written.get()).filter(handle -> isPostmasterOf(handle, cluster));
        if (orphan.isPresent()) {
            LOG.info("stopping PostgreSQL {} left by a killed process", written.get());
            stopInGoodOrder(orphan.get());
        }
        // A stale file whose number now belongs to another program would make PostgreSQL refuse to
        // start.
        Files.deleteIfExists(pidFile);
    }

    private static boolean isPostmasterOf(ProcessHandle handle, Path cluster) {
        Path cwd = Path.of("/proc", Long.toString(handle.pid()), "cwd");
        String command = handle.info().commandLine().orElse("");
        if (command.isEmpty()) {
            return false;
        }
        if (Files.exists(cwd, LinkOption.NOFOLLOW_LINKS)) {
            try {
                // the postmaster's working folder is its data folder, under whatever name it was
                // started
                return Files.isSameFile(cwd, cluster) && command.contains("postgres");
            } catch (IOException e) {
                LOG.debug("cannot see the working folder of process {}", handle.pid(), e);
            }
        }
        return command.contains("postgres") && command.contains(cluster.toString());
    }

    private static Optional<Long> writtenPid(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,10}")) {
            return Optional.empty();
        }
        return Optional.of(Long.valueOf(lines.getFirst().strip()));
    }

    private static String initialise(Settings settings, Launcher launcher) throws IOException {
        Path passwordFile = settings.directory().resolve("superuser-password");
        if (Files.exists(settings.cluster().resolve("PG_VERSION"))) {
            return Files.readString(passwordFile).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        // Built beside its place and moved there whole: a kill in the middle leaves nothing that
        // looks like a cluster.
        Path fresh = settings.directory().resolve("cluster.new");
        Folders.delete(fresh);
        Folders.createPrivate(fresh);
        Path given = fresh.resolveSibling("cluster.password");
        writePrivate(given, password);
        launcher.handOver(fresh);
        launcher.handOver(given);
        int version = settings.binaries().majorVersion();
        List<List<String>> locales =
                version >= 17
                        ? List.of(
                                List.of(
                                        "--locale=C",
                                        "--locale-provider=builtin",
                                        "--builtin-locale=C.UTF-8"))
                        : List.of(List.of("--locale=C.UTF-8"), List.of("--locale=C"));
        String said = "";
        for (List<String> locale : locales) {
            List<String> command =
                    new ArrayList<>(
                            launcher.command(settings.binaries().program("initdb").toString()));
            command.addAll(List.of("-D", fresh.toString(), "-U", SUPERUSER, "--pwfile=" + given));
            command.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--data-checksums"));
            command.addAll(locale);
            Commands.Ended ended = Commands.run(command);
            if (ended.exitCode() == 0) {
                Files.delete(given);
                writePrivate(passwordFile, password);
                Files.move(fresh, settings.cluster(), StandardCopyOption.ATOMIC_MOVE);
                return password;
            }
            said = ended.output();
        }
        throw new PostgresFault(
                "データベースを初期化できません（%s）。 / initdb failed:%n%s"
                        .formatted(settings.directory(), lastLines(said)));
    }

    private static void writePrivate(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file);
        if (!PostgresBinaries.onWindows()) {
            Files.setPosixFilePermissions(
                    file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        }
        Files.writeString(file, content);
    }

    private static void refuseOtherVersion(Settings settings) throws IOException {
        String kept = Files.readString(settings.cluster().resolve("PG_VERSION")).strip();
        int offered = settings.binaries().majorVersion();
        if (!kept.equals(Integer.toString(offered))) {
            throw new PostgresFault(
                    "%s のデータは PostgreSQL %s のものです（実行は %d）。同じ版で起動するか、別の --data を指定してください。 / The data are of PostgreSQL %s, the programs of %d: start with that version or name another --data."
                            .formatted(settings.directory(), kept, offered, kept, offered));
        }
    }

    private static void rotateLog(Path log) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
            Files.move(
                    log, log.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void refuseTakenPort(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        } catch (java.net.BindException e) {
            throw new PostgresFault(
                    "ポート %d は使用中です。使っているプロセスを止めるか、別のポートを指定してください（確認: ss -ltnp）。 / Port %d is taken: stop its process or choose another port (see: ss -ltnp)."
                            .formatted(port, port),
                    e);
        }
    }

    private static Process launch(Settings settings, Launcher launcher, int port)
            throws IOException {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("listen_addresses", "127.0.0.1");
        configuration.put("unix_socket_directories", "");
        configuration.put("max_connections", "200");
        configuration.put("shared_buffers", "128MB");
        configuration.put("timezone", "Asia/Tokyo");
        configuration.put("log_timezone", "Asia/Tokyo");
        configuration.put("password_encryption", "scram-sha-256");
        // A statement's error quotes the values it was given ("Key (number)=(…) already exists"):
        // the client gets it,
        // the log must not, for personal data do not stand in logs.
        configuration.put("log_min_messages", "log");
        configuration.put("log_min_error_statement", "panic");
        configuration.put("log_error_verbosity", "terse");
        configuration.put("log_parameter_max_length", "0");
        configuration.put("log_parameter_max_length_on_error", "0");
        configuration.putAll(settings.settings());
        List<String> command =
                new ArrayList<>(
                        launcher.command(settings.binaries().program("postgres").toString()));
        command.addAll(List.of("-D", settings.cluster().toString(), "-p", Integer.toString(port)));
        configuration.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(settings.directory().toFile())
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Commands.nowhere()))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(settings.log().toFile()));
        builder.environment().put("LC_MESSAGES", "C");
        return builder.start();
    }

    private static Optional<Long> awaitReady(Settings settings, Process process)
            throws IOException {
        Path pidFile = settings.cluster().resolve("postmaster.pid");
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            Optional<Long> ready = readyPid(pidFile);
            if (ready.isPresent()) {
                return ready;
            }
            pause(Duration.ofMillis(20));
        }
        if (process.isAlive()) {
            stopInGoodOrder(process.toHandle());
        }
        return Optional.empty();
    }

    /**
     * Line 8 of postmaster.pid says "ready" once connections are accepted (PostgreSQL 10 and
     * newer).
     */
    private static Optional<Long> readyPid(Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        try {
            List<String> lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
            boolean ready = lines.size() >= 8 && lines.get(7).startsWith("ready");
            return ready ? Optional.of(Long.valueOf(lines.getFirst().strip())) : Optional.empty();
        } catch (java.nio.file.NoSuchFileException e) {
            LOG.trace("postmaster.pid went away between two looks", e);
            return Optional.empty();
        }
    }

    private static String logFrom(Path log, long start) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            channel.position(Math.min(start, channel.size()));
            return new String(
                    java.nio.channels.Channels.newInputStream(channel).readAllBytes(),
                    StandardCharsets.UTF_8);
        }
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join(
                System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    private static void pause(Duration length) {
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFault("中断されました。 / Interrupted.", e);
        }
    }

    /** The URL of a database for pgjdbc, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** TCP port on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Name of the superuser. */
    public String superuser() {
        return SUPERUSER;
    }

    /** The superuser's random password, kept in the folder for its owner alone. */
    public String superuserPassword() {
        return password;
    }

    /** Process id of the postmaster. */
    public long pid() {
        return pid;
    }

    /** Whether the postmaster runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with this server when the postmaster has ended, for whatever reason. */
    public CompletableFuture<PostgresServer> onExit() {
        return process.onExit().thenApply(ended -> this);
    }

    /**
     * Leaves the stop to the caller, who has others to stop first: the JVM's end no longer stops it
     * by itself.
     */
    public void stoppedByOwner() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithJvm);
        } catch (IllegalStateException e) {
            LOG.trace("the JVM is stopping already and stops the server itself", e);
        }
    }

    /**
     * Stops in good order: fast shutdown (10 s), then immediate (2 s), then SIGKILL. Data stay; a
     * second call does nothing.
     */
    public void stop() {
        try {
            Runtime.getRuntime().removeShutdownHook(stopWithJvm);
        } catch (IllegalStateException e) {
            LOG.trace("the JVM is stopping already and stops the server itself", e);
        }
        stopProcess();
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new PostgresFault(
                    "%s / cannot release the lock".formatted(settings.directory()), e);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void stopProcess() {
        if (process.isAlive()) {
            stopInGoodOrder(ProcessHandle.of(pid).orElse(process.toHandle()));
        }
    }

    private static void stopInGoodOrder(ProcessHandle postmaster) {
        if (PostgresBinaries.onWindows()) {
            postmaster.destroy();
            ended(postmaster, FAST_STOP_LIMIT);
            return;
        }
        signal(postmaster, "INT");
        if (!ended(postmaster, FAST_STOP_LIMIT)) {
            signal(postmaster, "QUIT");
            if (!ended(postmaster, IMMEDIATE_STOP_LIMIT)) {
                postmaster.destroyForcibly();
                ended(postmaster, IMMEDIATE_STOP_LIMIT);
            }
        }
    }

    private static void signal(ProcessHandle process, String name) {
        Commands.run(List.of("kill", "-" + name, Long.toString(process.pid())));
    }

    private static boolean ended(ProcessHandle process, Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException e) {
            LOG.debug("process {} still runs after {}", process.pid(), limit);
            return false;
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("onExit never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
