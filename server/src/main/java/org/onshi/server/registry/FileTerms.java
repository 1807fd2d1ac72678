package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.wire.RegistrationCode;

/**
 * Who stands behind a file (requirements J-13), and what its rows may do therefore. A machine's
 * file has no terms: the insurer's own system has its own approvals.
 *
 * @param onePerson sent by one person in the console
 * @param proposed sent by one person for another to approve: what is not decided row by row changes
 *     nothing
 * @param decided by line what two people decided
 */
record FileTerms(boolean onePerson, boolean proposed, Map<Long, DecidedRow> decided) {
    FileTerms {
        decided = Map.copyOf(decided);
    }

    /** The ruling, or a refusal where the row goes beyond the file's terms. */
    Ruling held(long line, RegistrationEvent event, Ruling ruling, Ledger ledger) {
        DecidedRow meant = decided.get(line);
        boolean met =
                meant == null ? !proposed || changesNothing(ruling) : meets(meant, ruling, ledger);
        if (!met) {
            return new Ruling.Refused(RegistrationCode.CHANGED_SINCE, "");
        }
        if (onePerson && ruling instanceof Ruling.Recorded recorded) {
            return ledger.standing(recorded.stay().coverageId())
                    .filter(known -> known.standing() == Standing.ACTIVE)
                    .flatMap(known -> rewritten(event, known))
                    .<Ruling>map(
                            column -> new Ruling.Refused(RegistrationCode.NEEDS_TWO_PEOPLE, column))
                    .orElse(ruling);
        }
        return ruling;
    }

    private static boolean changesNothing(Ruling ruling) {
        return ruling instanceof Ruling.Refused || ruling instanceof Ruling.Unchanged;
    }

    private static boolean meets(DecidedRow meant, Ruling ruling, Ledger ledger) {
        Optional<UUID> met =
                switch (ruling) {
                    case Ruling.Refused _ -> Optional.of(meant.coverageId());
                    case Ruling.Unchanged unchanged -> Optional.of(unchanged.stay().coverageId());
                    case Ruling.Recorded recorded -> Optional.of(recorded.stay().coverageId());
                    case Ruling.Cancelled cancelled -> Optional.of(cancelled.stay().coverageId());
                };
        return met.equals(Optional.of(meant.coverageId()))
                && ledger.standingVersions(meant.coverageId()).equals(meant.versionIds());
    }

    /**
     * The column by which a row takes away all that was recorded of a coverage people are answered
     * with: another value from its first or second day on, or a loss that leaves it a day at most.
     * What was never recorded may be added by one person.
     */
    private static Optional<String> rewritten(RegistrationEvent event, Stay known) {
        return switch (event.action()) {
            case ADD -> Optional.empty();
            case CHANGE ->
                    event.effectiveOn()
                            .filter(from -> isNothingLeft(known.acquiredOn(), from))
                            .flatMap(from -> replaced(event, known.factsNear(from)));
            case LOSE ->
                    event.lostOn()
                            .filter(lost -> isNothingLeft(known.acquiredOn(), lost))
                            .map(_ -> "lost_on");
            case CORRECT, CANCEL -> Optional.of("action");
        };
    }

    /** Of what was known, at most a day is left before this one. */
    private static boolean isNothingLeft(LocalDate acquiredOn, LocalDate from) {
        return !from.isAfter(acquiredOn.plusDays(1));
    }

    private static Optional<String> replaced(RegistrationEvent event, Facts before) {
        return event.given().keySet().stream()
                .filter(fact -> !before.text(fact).isEmpty())
                .filter(fact -> !before.text(fact).equals(event.given(fact)))
                .map(Fact::fileColumn)
                .sorted()
                .findFirst();
    }
}
