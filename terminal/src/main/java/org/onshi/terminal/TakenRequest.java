package org.onshi.terminal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request file that was renamed into the work folder. Its name there says everything needed after
 * a kill: the place in the order, the request key and the name the receipt computer gave it. The
 * file itself is the mark that the request is not settled; it is removed last.
 *
 * @param sequence place in the order of taking
 * @param key sent as Idempotency-Key; the same request asked again is the same check
 * @param fileName as found in {@code req/}
 * @param file where it lies now
 * @param seenNanos {@link System#nanoTime()} when it was first seen; outage time counts from here
 */
record TakenRequest(long sequence, UUID key, String fileName, Path file, long seenNanos) {
    private static final Pattern NAME =
            Pattern.compile(
                    "([0-9]{12})\\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.(.+)",
                    Pattern.DOTALL);

    static TakenRequest of(
            Path takenFolder, long sequence, UUID key, String fileName, long seenNanos) {
        String name = "%012d.%s.%s".formatted(sequence, key, fileName);
        return new TakenRequest(sequence, key, fileName, takenFolder.resolve(name), seenNanos);
    }

    /** Empty for a file that is not ours. */
    static Optional<TakenRequest> find(Path file, long seenNanos) {
        Matcher matcher = NAME.matcher(file.getFileName().toString());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new TakenRequest(
                        Long.parseLong(matcher.group(1)),
                        UUID.fromString(matcher.group(2)),
                        matcher.group(3),
                        file,
                        seenNanos));
    }

    /** Only the key: file names are the receipt computer's and may hold a patient's number. */
    @Override
    public String toString() {
        return "TakenRequest[" + key + "]";
    }
}
