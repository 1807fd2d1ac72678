package org.onshi.terminal;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;

/**
 * Answers nobody fetched (消し忘れ): they hold personal data and do not lie in a shared folder for
 * ever. Ages are real time, since files carry real times: a demo's clock moved forward by a year
 * forgets nothing.
 */
final class StaleAnswers {
    /** What is done with an answer that was forgotten. */
    enum Treatment {
        TRASH,
        DELETE,
        KEEP
    }

    private static final System.Logger LOG = System.getLogger(StaleAnswers.class.getName());
    private static final int FILES_PER_SWEEP = 10_000;

    private final ResultFolder results;
    private final Path res;
    private final Treatment treatment;
    private final Duration stay;
    private final Duration trashStay;
    private final InstantSource realTime;
    private final Predicate<String> ours;

    StaleAnswers(
            ResultFolder results,
            Path res,
            TerminalSettings settings,
            InstantSource realTime,
            Predicate<String> ours) {
        this.results = results;
        this.res = res;
        this.treatment = settings.staleAnswers();
        this.stay = settings.responseStay();
        this.trashStay = settings.trashStay();
        this.realTime = realTime;
        this.ours = ours;
    }

    /** Looks once over both folders; returns how many files were put away. */
    int sweep() throws IOException {
        int swept = 0;
        if (treatment != Treatment.KEEP) {
            swept =
                    each(
                            res,
                            realTime.instant().minus(stay),
                            ours,
                            treatment == Treatment.TRASH
                                    ? results::toTrash
                                    : Files::deleteIfExists);
        }
        if (Files.isDirectory(results.trash())) {
            // only what the terminal put there: the folder may be the receipt computer's as well
            each(
                    results.trash(),
                    realTime.instant().minus(trashStay),
                    name -> name.matches("[0-9a-f]{8}\\..+"),
                    Files::deleteIfExists);
        }
        if (swept > 0) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "取り込まれなかった回答を片付けました（{0}件）。 / Put away {0} answers that nobody fetched.",
                    swept);
        }
        return swept;
    }

    private interface Putting {
        void away(Path file) throws IOException;
    }

    private static int each(
            Path folder, Instant olderThan, Predicate<String> which, Putting putting)
            throws IOException {
        int count = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (count == FILES_PER_SWEEP) {
                    break;
                }
                if (which.test(file.getFileName().toString()) && isOlder(file, olderThan)) {
                    putting.away(file);
                    count++;
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return count;
    }

    private static boolean isOlder(Path file, Instant than) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(
                            file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile()
                    && attributes.lastModifiedTime().toInstant().isBefore(than);
        } catch (NoSuchFileException e) {
            return false; // fetched in this moment
        }
    }
}
