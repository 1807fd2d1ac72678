package org.onshi.server.audit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.onshi.wire.SharedClock;

/**
 * Checkpoints kept outside the database: {@code <day>/<size, 20 digits>.txt}, one signed note a
 * file, day in Japanese time. A file is there whole or not at all.
 */
final class CheckpointFolder {
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern NAME = Pattern.compile("00[0-9]{18}\\.txt");
    private static final DateTimeFormatter JAPANESE_DAY =
            DateTimeFormatter.ISO_LOCAL_DATE.withZone(SharedClock.ZONE);
    private static final int NOTE_BYTES_MAX = 64 * 1024;

    private final Path root;

    CheckpointFolder(Path root) {
        this.root = root;
    }

    /** A checkpoint's file; its size is what its name says. */
    record Kept(long size, Path file) {
        /** Its text; what is far too long to be a checkpoint reads as empty. */
        String note() throws IOException {
            return Files.size(file) > NOTE_BYTES_MAX
                    ? ""
                    : new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        }
    }

    Path file(long size, Instant signedAt) {
        return root.resolve(JAPANESE_DAY.format(signedAt)).resolve("%020d.txt".formatted(size));
    }

    void write(long size, Instant signedAt, String note) throws IOException {
        Path file = file(size, signedAt);
        Path day = file.getParent();
        if (!Files.isDirectory(day)) {
            Files.createDirectories(day);
            sync(root);
        }
        Path temporary = day.resolve(file.getFileName() + ".tmp");
        try (FileChannel channel =
                FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var bytes = StandardCharsets.UTF_8.encode(note);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        sync(day);
    }

    /** The checkpoint of the largest tree on the newest day that has any. */
    Optional<Kept> newest() throws IOException {
        for (Path day : days().reversed()) {
            List<Kept> kept = of(day);
            if (!kept.isEmpty()) {
                return Optional.of(kept.getLast());
            }
        }
        return Optional.empty();
    }

    /** The days, oldest first. */
    List<Path> days() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> days = Files.list(root)) {
            return days.filter(day -> DAY.matcher(day.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The checkpoints of a day, smallest tree first. */
    static List<Kept> of(Path day) throws IOException {
        try (Stream<Path> files = Files.list(day)) {
            return files.filter(file -> NAME.matcher(file.getFileName().toString()).matches())
                    .map(CheckpointFolder::kept)
                    .sorted(Comparator.comparingLong(Kept::size))
                    .toList();
        }
    }

    private static Kept kept(Path file) {
        String digits = file.getFileName().toString().substring(0, 20);
        return new Kept(Long.parseUnsignedLong(digits), file);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (java.nio.file.AccessDeniedException windows) {
            if (!System.getProperty("os.name").startsWith("Windows")) {
                throw windows;
            }
        }
    }
}
