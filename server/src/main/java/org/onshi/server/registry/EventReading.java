package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowFault;

/** Makes events of the records of a file, or says why a record is none. */
final class EventReading {
    /** What a record is. */
    sealed interface Reading {
        /** An event, with the number it carries. */
        record Event(RegistrationEvent event, Optional<IndividualNumber> number)
                implements Reading {}

        /** Refused by itself; the column is "" when none is to blame. */
        record Fault(RegistrationCode code, String column) implements Reading {}
    }

    /** Nobody is registered further ahead; a year mistyped is (see docs/divergences.md). */
    private static final int ACQUIRED_AHEAD_YEARS = 5;

    private final InsurerNumber sender;
    private final boolean senderKnown;
    private final LocalDate today;
    private final Function<IndividualNumber, VaultLookup> lookup;

    /**
     * @param sender whose certificate brought the file
     * @param senderKnown whether the master data know it
     * @param today no birth date may be later, no acquisition five years later
     * @param lookup what stands for a number outside the vault
     */
    EventReading(
            InsurerNumber sender,
            boolean senderKnown,
            LocalDate today,
            Function<IndividualNumber, VaultLookup> lookup) {
        this.sender = sender;
        this.senderKnown = senderKnown;
        this.today = today;
        this.lookup = lookup;
    }

    Reading read(RegistrationRecord record) {
        return switch (record) {
            case RegistrationRecord.Malformed malformed -> new Reading.Fault(malformed.code(), "");
            case RegistrationRow row -> read(row);
        };
    }

    private Reading read(RegistrationRow row) {
        Optional<InsurerNumber> claimed =
                new ClaimedInsurerNumber(row.raw(RegistrationColumn.INSURER_NUMBER)).confirmed();
        if (claimed.isPresent() && !claimed.get().equals(sender)) {
            // before all else: another insurer's row is not even judged
            return fault(RegistrationCode.WRONG_INSURER, RegistrationColumn.INSURER_NUMBER);
        }
        if (!senderKnown) {
            return fault(RegistrationCode.UNKNOWN_INSURER, RegistrationColumn.INSURER_NUMBER);
        }
        List<RowFault> faults = row.faults();
        if (!faults.isEmpty()) {
            return new Reading.Fault(faults.getFirst().code(), faults.getFirst().column());
        }
        if (row.birthDate().isAfter(today)) {
            return fault(RegistrationCode.DATE_IN_FUTURE, RegistrationColumn.BIRTH_DATE);
        }
        Optional<LocalDate> acquiredOn = row.date(RegistrationColumn.ACQUIRED_ON);
        if (acquiredOn
                .filter(it -> it.isAfter(today.plusYears(ACQUIRED_AHEAD_YEARS)))
                .isPresent()) {
            return fault(RegistrationCode.DATE_IN_FUTURE, RegistrationColumn.ACQUIRED_ON);
        }
        Optional<LocalDate> lostOn = row.date(RegistrationColumn.LOST_ON);
        if (acquiredOn.isPresent() && acquiredOn.equals(lostOn)) {
            return fault(RegistrationCode.DATE_ORDER, RegistrationColumn.LOST_ON);
        }
        Map<Fact, String> given = facts(row);
        Optional<IndividualNumber> number = row.individualNumber();
        if (number.isPresent()) {
            given.remove(Fact.INDIVIDUAL_NUMBER_MISSING_REASON);
        }
        boolean renames =
                row.action() == RegistrationAction.CORRECT
                        && !row.registeredIdentifier().equals(row.identifier());
        return new Reading.Event(
                new RegistrationEvent(
                        row.action(),
                        sender,
                        row.identifier(),
                        renames ? Optional.of(row.registeredIdentifier()) : Optional.empty(),
                        row.birthDate(),
                        number.map(lookup),
                        acquiredOn,
                        lostOn,
                        row.clears(RegistrationColumn.LOST_ON),
                        row.date(RegistrationColumn.EFFECTIVE_ON),
                        given),
                number);
    }

    private static Map<Fact, String> facts(RegistrationRow row) {
        Map<Fact, String> given = new EnumMap<>(Fact.class);
        for (RegistrationColumn column : row.cells().keySet()) {
            Fact.of(column)
                    .ifPresent(fact ->
                            given.put(
                                    fact,
                                    row.clears(column) ? "" : canonical(fact, row.raw(column))));
        }
        return given;
    }

    /** Postal codes get their dash, so that answers show them as 123-4567. */
    private static String canonical(Fact fact, String text) {
        boolean bare = fact == Fact.POSTAL_CODE && text.length() == 7;
        return bare ? text.substring(0, 3) + "-" + text.substring(3) : text;
    }

    private static Reading fault(RegistrationCode code, RegistrationColumn column) {
        return new Reading.Fault(code, column.header());
    }
}
