package org.onshi.server.insurerdoor;

import java.util.List;
import java.util.Map;
import org.onshi.server.registry.Coverage;

/** A coverage of this insurer beside what a list is about. */
final class ConsoleOwnCoverage {
    /** What {@link #cells} are the cells of. */
    static final List<String> COLUMNS =
            List.of("insurer_number", "symbol", "number", "branch", "birth_date");

    private ConsoleOwnCoverage() {}

    /** What a page shows of it. */
    static Map<String, Object> row(Coverage own) {
        return ConsoleConflicts.coverage(ConflictDoor.OwnCoverage.of(own));
    }

    /** Its cells in an export. */
    static List<String> cells(Coverage own) {
        return cells(ConflictDoor.OwnCoverage.of(own));
    }

    /** The same of what a door gave. */
    static List<String> cells(ConflictDoor.OwnCoverage own) {
        return List.of(
                own.insurerNumber(),
                own.symbol(),
                own.number(),
                own.branch(),
                own.birthDate().toString());
    }
}
