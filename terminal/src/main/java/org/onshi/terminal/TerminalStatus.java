package org.onshi.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What the terminal is doing, in counts: a small JSON file, replaced when it changes. No names, no
 * numbers of people, no file names.
 */
final class TerminalStatus {
    private final Path file;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong returned = new AtomicLong();
    private final AtomicReference<Optional<Instant>> lastContact =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<Instant>> silentSince =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> folderTrouble =
            new AtomicReference<>(Optional.empty());
    private String lastWritten = "";

    TerminalStatus(Path file) {
        this.file = file;
    }

    void taken(int requests) {
        taken.addAndGet(requests);
    }

    void answered(FolderAnswer.Kind kind) {
        switch (kind) {
            case ANSWERED -> answered.incrementAndGet();
            case FAILED -> failed.incrementAndGet();
            case RETURNED -> returned.incrementAndGet();
        }
    }

    void contact(Instant at) {
        lastContact.set(Optional.of(at));
        silentSince.set(Optional.empty());
    }

    void silentSince(Instant at) {
        silentSince.set(Optional.of(at));
    }

    /**
     * Kind of the failure of a folder, such as the name of an exception; empty when all is well
     * again.
     */
    void folderTrouble(Optional<String> trouble) {
        folderTrouble.set(trouble);
    }

    Optional<String> folderTrouble() {
        return folderTrouble.get();
    }

    long taken() {
        return taken.get();
    }

    /** Requests that got their answer, of whichever kind. */
    long done() {
        return answered.get() + failed.get() + returned.get();
    }

    String json() {
        return """
        {"taken":%d,"answered":%d,"failed":%d,"returned":%d,"waiting":%d,"last_contact":%s,\
        "central_silent_since":%s,"folder_trouble":%s}
        """
                .formatted(
                        taken.get(),
                        answered.get(),
                        failed.get(),
                        returned.get(),
                        Math.max(0, taken.get() - done()),
                        quoted(lastContact.get()),
                        quoted(silentSince.get()),
                        quoted(folderTrouble.get()));
    }

    /** Writes the file when something changed. */
    void write() throws IOException {
        String json = json();
        if (json.equals(lastWritten)) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".tmp");
        Files.writeString(next, json, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        lastWritten = json;
    }

    private static String quoted(Optional<?> value) {
        return value.map(found -> "\"" + found + "\"").orElse("null");
    }
}
