package org.onshi.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short programs run to their end, with a time limit. */
final class Commands {
    private static final int TIMEOUT_SECONDS = 120;

    private Commands() {}

    /** How a program ended and what it wrote (both streams). */
    record Ended(int exitCode, String output) {}

    static Ended run(List<String> command) {
        try {
            Path written = Files.createTempFile("onshi-command-", ".out");
            try {
                Process process =
                        new ProcessBuilder(command)
                                .redirectErrorStream(true)
                                .redirectInput(ProcessBuilder.Redirect.from(nowhere()))
                                .redirectOutput(written.toFile())
                                .start();
                if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new PostgresFault(
                            "%s が %d 秒で終わりません。 / %s did not end within %d s."
                                    .formatted(
                                            command.getFirst(),
                                            TIMEOUT_SECONDS,
                                            command.getFirst(),
                                            TIMEOUT_SECONDS));
                }
                return new Ended(
                        process.exitValue(),
                        new String(Files.readAllBytes(written), StandardCharsets.UTF_8));
            } finally {
                Files.deleteIfExists(written);
            }
        } catch (IOException e) {
            return new Ended(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PostgresFault("中断されました。 / Interrupted.", e);
        }
    }

    /** What a program that must succeed wrote. */
    static String output(List<String> command) {
        Ended ended = run(command);
        if (ended.exitCode() != 0) {
            throw new PostgresFault(
                    "%s が失敗しました（終了コード %d）: %s / The command failed."
                            .formatted(
                                    String.join(" ", command),
                                    ended.exitCode(),
                                    ended.output().strip()));
        }
        return ended.output();
    }

    static boolean succeeds(List<String> command) {
        return run(command).exitCode() == 0;
    }

    static java.io.File nowhere() {
        return new java.io.File(PostgresBinaries.onWindows() ? "NUL" : "/dev/null");
    }
}
