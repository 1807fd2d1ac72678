package org.onshi.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.onshi.kernel.InsurerNumber;

/**
 * The files of a town.
 *
 * @param folder where they are
 */
public record TownFiles(Path folder) {
    /** Master data of the insurers, for {@code operator load insurers}. */
    public Path insurers() {
        return folder.resolve("insurers.csv");
    }

    /** Master data of the facilities, for {@code operator load facilities}. */
    public Path facilities() {
        return folder.resolve("facilities.csv");
    }

    /** The resident register, individual numbers included. */
    public Path residents() {
        return folder.resolve("residents.csv");
    }

    /** Those who have moved, as they were before; to be entered first. */
    public Path residentsBefore() {
        return folder.resolve("residents-before.csv");
    }

    /** What is registered, a row a coverage (contracts.md §2); no individual numbers. */
    public Path town() {
        return folder.resolve("town.csv");
    }

    /**
     * Which cards were registered before, for {@code operator load card-registrations}; written by
     * {@link TownCards#writeRegistrations}.
     */
    public Path cardRegistrations() {
        return folder.resolve("card-registrations.csv");
    }

    /** Names of the town's medicines and treatments, for {@code operator load medicines}. */
    public Path medicines() {
        return folder.resolve("medicines.csv");
    }

    /** Checkup results of the town, for {@code operator load checkups}. */
    public Path checkups() {
        return folder.resolve("checkups.csv");
    }

    /** Claim files (UKE) of the town, for {@code operator load claims}. */
    public List<Path> claims() {
        try (Stream<Path> files = Files.list(folder.resolve("claims"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Registration files in the order in which they must be sent: all of a phase (the first digit
     * of the name) before those of the next. Within a phase the order does not matter, so that
     * insurers may send at the same time.
     */
    public List<Path> registrations() {
        try (Stream<Path> files = Files.list(folder.resolve("registrations"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The phase of one of {@link #registrations()}, 1 to 4. */
    public static int phaseOf(Path registration) {
        return Character.digit(registration.getFileName().toString().charAt(0), 10);
    }

    /** The insurer whose file one of {@link #registrations()} is. */
    public static InsurerNumber insurerOf(Path registration) {
        return new InsurerNumber(registration.getFileName().toString().split("-", -1)[1]);
    }

    static String registrationName(int phase, InsurerNumber insurer, int part) {
        return "registrations/%d-%s-%04d.csv".formatted(phase, insurer.digits(), part);
    }
}
