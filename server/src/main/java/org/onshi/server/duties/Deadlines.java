package org.onshi.server.duties;

import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import org.onshi.kernel.InsurerKind;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.server.rules.WorkingDays;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * 5日以内・計10日以内 (requirements B-10): from the acquisition to the employer's notice, and from the
 * notice to the registration. The days are those of the rule in force when the period begins; the
 * day it begins with does not count. Pure.
 */
final class Deadlines {
    private final Rules rules;
    private final WorkingDays workingDays;
    private final DayCount counted;

    Deadlines(Rules rules, WorkingDays workingDays, DayCount counted) {
        this.rules = rules;
        this.workingDays = workingDays;
        this.counted = counted;
    }

    /**
     * Who was late. A notice given before the acquisition starts the insurer's period with the
     * acquisition. Where there is no employer, there is no such period to judge by.
     *
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED} when working days are counted beyond the
     *     table of holidays
     */
    Timeliness judge(
            InsurerKind kind, LocalDate acquiredOn, LocalDate notifiedOn, LocalDate registeredOn) {
        if (!hasEmployer(kind, acquiredOn)) {
            return Timeliness.NOT_JUDGED;
        }
        LocalDate begun = notifiedOn.isAfter(acquiredOn) ? notifiedOn : acquiredOn;
        OptionalInt insurerDays = rules.number(Rule.REGISTRATION_DAYS, begun);
        OptionalInt employerDays = rules.number(Rule.NOTICE_DAYS, acquiredOn);
        if (insurerDays.isEmpty() || employerDays.isEmpty()) {
            return Timeliness.NOT_JUDGED;
        }
        boolean employer = within(employerDays.getAsInt(), acquiredOn, notifiedOn);
        boolean insurer = within(insurerDays.getAsInt(), begun, registeredOn);
        if (employer) {
            return insurer ? Timeliness.ON_TIME : Timeliness.LATE_INSURER;
        }
        return insurer ? Timeliness.LATE_EMPLOYER : Timeliness.LATE_BOTH;
    }

    private boolean hasEmployer(InsurerKind kind, LocalDate acquiredOn) {
        return rules.value(Rule.KINDS_WITH_EMPLOYER, acquiredOn)
                .filter(kinds -> List.of(kinds.split(" ", -1)).contains(kind.name()))
                .isPresent();
    }

    /**
     * Whether both periods together are over since an acquisition; by the shortest ever in force
     * where there was none yet.
     *
     * @throws Fault {@link FaultCode#HOLIDAYS_NOT_LISTED} as above
     */
    boolean over(LocalDate acquiredOn, LocalDate today) {
        int employerDays =
                rules.number(Rule.NOTICE_DAYS, acquiredOn)
                        .orElseGet(() -> rules.leastNumber(Rule.NOTICE_DAYS).orElseThrow());
        int insurerDays =
                rules.number(Rule.REGISTRATION_DAYS, acquiredOn)
                        .orElseGet(() -> rules.leastNumber(Rule.REGISTRATION_DAYS).orElseThrow());
        return !within(employerDays + insurerDays, acquiredOn, today);
    }

    /**
     * What is in time within so many calendar days is in time by either count: working days pass no
     * faster.
     */
    int surelyInTimeDays() {
        return Math.min(
                rules.leastNumber(Rule.REGISTRATION_DAYS).orElseThrow(),
                rules.leastNumber(Rule.NOTICE_DAYS).orElseThrow());
    }

    private boolean within(int days, LocalDate from, LocalDate day) {
        return switch (counted) {
            case CALENDAR -> !day.isAfter(from.plusDays(days));
            case CALENDAR_MOVED ->
                    !day.isAfter(from.plusDays(days))
                            || !day.isAfter(workingDays.onOrAfter(from.plusDays(days)));
            case WORKING -> workingDays.within(days, from, day);
        };
    }
}
