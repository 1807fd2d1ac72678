package org.onshi.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One JVM of a demo. It ends when its supervisor ends, however that happens ({@link PartMain});
 * what it prints goes into its log, where {@code STARTED} on a line of its own says that it serves.
 */
final class PartProcess implements Supervised {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);
    private static final long LOG_BYTES_MAX = 16L * 1024 * 1024;
    private static final int LOG_LINES_SHOWN = 12;

    private final String name;
    private final String mainClass;
    private final List<String> jvmFlags;
    private final List<String> arguments;
    private final DataFolder folder;
    private Process process;
    private boolean stopAsked;

    PartProcess(
            String name,
            String mainClass,
            List<String> jvmFlags,
            List<String> arguments,
            DataFolder folder) {
        this.name = name;
        this.mainClass = mainClass;
        this.jvmFlags = List.copyOf(jvmFlags);
        this.arguments = List.copyOf(arguments);
        this.folder = folder;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        try {
            Path log = folder.log(name);
            if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) {
                Files.move(
                        log,
                        log.resolveSibling(name + ".log.1"),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            DataFolder.createPrivateFile(log);
            long logStart = Files.size(log);
            Process launched = launch(log);
            DataFolder.writePrivate(folder.pid(name), launched.pid() + "\n");
            awaitStarted(launched, log, logStart);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized Process launch(Path log) throws IOException {
        if (stopAsked) {
            throw new CommandFault(name + " は停止中です。", name + " is being stopped.");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // first, so that an orphan is known by it however long the rest of the command line is
        command.add(mark(name, folder));
        command.addAll(jvmFlags);
        command.add("-Dfile.encoding=UTF-8");
        command.add("-Dstdout.encoding=UTF-8");
        command.add("-Dstderr.encoding=UTF-8");
        command.add("-Duser.timezone=Asia/Tokyo");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add(PartMain.class.getName());
        command.add(mainClass);
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.root().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        process = builder.start();
        return process;
    }

    /** The JVM option by which a process of this folder is known. */
    static String mark(String name, DataFolder folder) {
        return "-Donshi.part=" + name + "@" + folder.root();
    }

    private void awaitStarted(Process launched, Path log, long logStart) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            boolean alive = launched.isAlive();
            String said = read(log, logStart);
            if (said.lines().anyMatch(line -> line.strip().equals("STARTED"))) {
                return;
            }
            boolean late = System.nanoTime() > deadline;
            if (!alive || late) {
                launched.destroyForcibly();
                List<String> lines = said.lines().toList();
                String end =
                        String.join(
                                System.lineSeparator(),
                                lines.subList(
                                        Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
                throw new CommandFault(
                        name
                                + (late
                                        ? " の起動が " + START_LIMIT.toSeconds() + " 秒で終わりません。"
                                        : " が起動中に終了しました。")
                                + "ログ: "
                                + log,
                        name
                                + (late ? " did not get ready" : " ended while starting")
                                + "; its log ends:"
                                + System.lineSeparator()
                                + end);
            }
            pause();
        }
    }

    private static String read(Path log, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            channel.position(Math.min(from, channel.size()));
            return new String(
                    Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFault("中断されました。", "Interrupted.", e);
        }
    }

    private synchronized Process current() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    @Override
    public void awaitEnd() throws InterruptedException {
        current().waitFor();
    }

    @Override
    public synchronized void askToStop() {
        stopAsked = true;
        if (process != null) {
            process.destroy();
        }
    }

    @Override
    public boolean awaitStopped(Duration limit) throws InterruptedException {
        Process asked;
        synchronized (this) {
            asked = process;
        }
        boolean byItself = true;
        if (asked != null && !asked.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            byItself = false;
            asked.destroyForcibly().waitFor();
        }
        try {
            Files.deleteIfExists(folder.pid(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return byItself;
    }
}
