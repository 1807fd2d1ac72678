package org.onshi.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A terminal in a process of its own, as it runs at a facility, so that it can be killed. */
final class TerminalProcess {
    private final Process process;
    private final BufferedReader out;

    private TerminalProcess(Process process) {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
    }

    static TerminalProcess start(Path configuration, Path log, String... more) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.onshi.terminal.TerminalMain",
                        "--config",
                        configuration.toString());
        builder.command().addAll(java.util.List.of(more));
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new TerminalProcess(builder.start());
    }

    TerminalProcess awaitStarted() throws IOException {
        String line = out.readLine();
        if (!"STARTED".equals(line)) {
            throw new AssertionError("expected STARTED but the terminal said " + line);
        }
        return this;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** End of standard input; returns the exit code. */
    int closeInput() throws IOException, InterruptedException {
        process.getOutputStream().close();
        return exit();
    }

    /** SIGTERM; returns the exit code. */
    int terminate() throws InterruptedException {
        process.destroy();
        return exit();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the terminal did not end");
        }
        return process.exitValue();
    }
}
