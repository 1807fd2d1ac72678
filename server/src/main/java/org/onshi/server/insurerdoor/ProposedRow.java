package org.onshi.server.insurerdoor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Fact;
import org.onshi.wire.NumberSource;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRow;

/**
 * What a proposal of two people becomes once it is approved: rows of a registration file (contracts
 * §3), worked through like every other.
 */
final class ProposedRow {
    private static final Map<RegistrationColumn, RegistrationColumn> OLD =
            Map.of(
                    RegistrationColumn.SYMBOL, RegistrationColumn.OLD_SYMBOL,
                    RegistrationColumn.NUMBER, RegistrationColumn.OLD_NUMBER,
                    RegistrationColumn.BRANCH, RegistrationColumn.OLD_BRANCH);

    private ProposedRow() {}

    /** Takes back the coverage that began on this day. */
    static RegistrationRow cancel(long line, Coverage coverage) {
        return new RegistrationRow(line, named(RegistrationAction.CANCEL, coverage));
    }

    /**
     * Mends what was wrong from its start.
     *
     * @param changes new values by column, {@link RegistrationRow#CLEAR} clears; of the columns of
     *     the identifier the right ones
     * @param number the right individual number as people typed it, where it was wrong
     */
    static RegistrationRow correct(
            Coverage coverage, Map<RegistrationColumn, String> changes, Optional<String> number) {
        Map<RegistrationColumn, String> cells = named(RegistrationAction.CORRECT, coverage);
        changes.forEach((column, value) -> {
            if (OLD.containsKey(column)) {
                String registered = registered(coverage, column);
                cells.put(
                        OLD.get(column), registered.isEmpty() ? RegistrationRow.CLEAR : registered);
                // "" as it is: an identifying column has nothing to clear
                cells.put(column, value.equals(RegistrationRow.CLEAR) ? "" : value);
            } else {
                cells.put(column, value);
            }
        });
        number.ifPresent(digits -> {
            cells.put(RegistrationColumn.INDIVIDUAL_NUMBER, digits);
            cells.put(RegistrationColumn.INDIVIDUAL_NUMBER_SOURCE, NumberSource.MANUAL.name());
        });
        return new RegistrationRow(1, cells);
    }

    /**
     * Everything registered of a coverage as a row, with some of it changed: what one value says of
     * another shows only there.
     */
    static RegistrationRow whole(Coverage coverage, Map<RegistrationColumn, String> changes) {
        Map<RegistrationColumn, String> cells = named(RegistrationAction.CORRECT, coverage);
        for (Fact fact : Fact.values()) {
            cells.put(fact.column(), registered(coverage, fact.column()));
        }
        cells.put(RegistrationColumn.LOST_ON, registered(coverage, RegistrationColumn.LOST_ON));
        changes.forEach((column, value) ->
                cells.put(column, value.equals(RegistrationRow.CLEAR) ? "" : value));
        return new RegistrationRow(1, cells);
    }

    private static Map<RegistrationColumn, String> named(
            RegistrationAction action, Coverage coverage) {
        Map<RegistrationColumn, String> cells = new EnumMap<>(RegistrationColumn.class);
        cells.put(RegistrationColumn.ACTION, action.name());
        cells.put(RegistrationColumn.INSURER_NUMBER, coverage.insurer().digits());
        for (RegistrationColumn column :
                List.of(
                        RegistrationColumn.SYMBOL,
                        RegistrationColumn.NUMBER,
                        RegistrationColumn.BRANCH,
                        RegistrationColumn.BIRTH_DATE,
                        RegistrationColumn.ACQUIRED_ON)) {
            cells.put(column, registered(coverage, column));
        }
        return cells;
    }

    /** What is registered in a column now, "" where nothing is. */
    static String registered(Coverage coverage, RegistrationColumn column) {
        return switch (column) {
            case SYMBOL -> coverage.identifier().symbol();
            case NUMBER -> coverage.identifier().number();
            case BRANCH -> coverage.identifier().branch();
            case BIRTH_DATE -> coverage.birthDate().toString();
            case ACQUIRED_ON -> coverage.acquiredOn().toString();
            case LOST_ON -> coverage.lostOn().map(LocalDate::toString).orElse("");
            default -> Fact.of(column).map(coverage.facts()::text).orElse("");
        };
    }

    /** All versions of some coverages together. */
    static Set<UUID> versions(Map<UUID, Set<UUID>> byCoverage) {
        return byCoverage.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** The file of some rows. */
    static byte[] file(List<RegistrationRow> rows) {
        Set<RegistrationColumn> columns = EnumSet.noneOf(RegistrationColumn.class);
        rows.forEach(row -> columns.addAll(row.cells().keySet()));
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        try (RegistrationFile.Writer file = RegistrationFile.write(csv, columns)) {
            rows.forEach(file::row);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return csv.toByteArray();
    }
}
