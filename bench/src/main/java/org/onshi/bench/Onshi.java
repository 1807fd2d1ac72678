package org.onshi.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands of the product, run as a user runs them. */
final class Onshi {
    private Onshi() {}

    /** Starts one about the measured demo; what it prints goes into a file. */
    static Process start(BenchSettings settings, Path out, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./onshi"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", settings.data().toString()));
        Process process =
                new ProcessBuilder(command)
                        .directory(settings.root().toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        process.getOutputStream().close();
        return process;
    }

    /** Runs one to its end; fails when it does. */
    static void run(BenchSettings settings, Path out, String... arguments) throws IOException {
        Process process = start(settings, out, arguments);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(
                        String.join(" ", arguments) + " ended with " + process.exitValue());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
