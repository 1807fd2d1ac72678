package org.onshi.server.insurerdoor;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.server.registry.Coverage;

/** A coverage beside what a list is about; a correction may have given it to another insurer. */
final class ConsoleOwnCoverage {
    /** What {@link #cells} are the cells of. */
    static final List<String> COLUMNS =
            List.of("insurer_number", "symbol", "number", "branch", "birth_date");

    private ConsoleOwnCoverage() {}

    /**
     * What a page shows of it; {@code coverage} is "" where it is this insurer's no more.
     *
     * @param own null where it is not, as a map gives it
     */
    static Map<String, Object> row(Coverage own) {
        return row(Optional.ofNullable(own).map(ConflictDoor.OwnCoverage::of));
    }

    /** The same of what a door gave. */
    static Map<String, Object> row(Optional<ConflictDoor.OwnCoverage> own) {
        Map<String, Object> row = own.map(ConsoleConflicts::coverage).orElseGet(HashMap::new);
        row.putIfAbsent("coverage", "");
        return row;
    }

    /**
     * Its cells in an export, empty ones where it is this insurer's no more.
     *
     * @param own null where it is not, as a map gives it
     */
    static List<String> cells(Coverage own) {
        return cells(Optional.ofNullable(own).map(ConflictDoor.OwnCoverage::of));
    }

    /** The same of what a door gave. */
    static List<String> cells(Optional<ConflictDoor.OwnCoverage> own) {
        return own.map(it ->
                        List.of(
                                it.insurerNumber(),
                                it.symbol(),
                                it.number(),
                                it.branch(),
                                it.birthDate().toString()))
                .orElseGet(() -> Collections.nCopies(COLUMNS.size(), ""));
    }
}
