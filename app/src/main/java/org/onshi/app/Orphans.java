package org.onshi.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Processes that a killed supervisor left: found by {@code run/*.pid}, ended only when they are
 * really of this folder.
 */
final class Orphans {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private Orphans() {}

    /**
     * Ends them and removes the stale pid files; the names of those that still ran. PostgreSQL
     * looks after its own.
     */
    static List<String> stop(DataFolder folder) {
        List<String> stopped = new ArrayList<>();
        for (Path pidFile : pidFiles(folder)) {
            String name = pidFile.getFileName().toString().replaceFirst("\\.pid$", "");
            Optional<ProcessHandle> orphan =
                    read(pidFile)
                            .flatMap(ProcessHandle::of)
                            .filter(handle -> isPart(handle, PartProcess.mark(name, folder)));
            if (orphan.isPresent()) {
                stop(orphan.get());
                stopped.add(name);
            }
            try {
                Files.deleteIfExists(pidFile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return stopped;
    }

    private static List<Path> pidFiles(DataFolder folder) {
        try (Stream<Path> files = Files.list(folder.run())) {
            return files.filter(file -> file.getFileName().toString().endsWith(".pid")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Long> read(Path pidFile) {
        try {
            String text = Files.readString(pidFile, StandardCharsets.ISO_8859_1).strip();
            return text.matches("[0-9]{1,10}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPart(ProcessHandle handle, String mark) {
        return handle.info().commandLine().orElse("").contains(mark + " ");
    }

    private static void stop(ProcessHandle handle) {
        handle.destroy();
        try {
            handle.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            handle.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a process never fails", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
