package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.MismatchField;

/**
 * What a facility told one insurer about one of its coverages: which fields stood otherwise on the
 * document shown, and not what stood there (requirements A-38).
 *
 * @param reportId the same for every insurer it went to
 * @param insurer whose coverage it is
 * @param coverageId which was shown to the facility
 * @param personId whose it was then
 * @param facility who reports
 * @param fields at least one
 * @param at when, in microseconds
 * @param dueOn the last day on which the insurer's answer is in time
 * @param answer what the insurer answered; empty while it owes one
 */
public record MismatchReport(
        UUID reportId,
        InsurerNumber insurer,
        UUID coverageId,
        UUID personId,
        FacilityCode facility,
        Set<MismatchField> fields,
        Instant at,
        LocalDate dueOn,
        Optional<Answer> answer) {
    /**
     * The insurer's answer, by which the report is closed (requirements B-22).
     *
     * @param text 1 to 200 characters, without control characters
     */
    public record Answer(String text, Instant at) {
        @Override
        public String toString() {
            return "Answer[…]";
        }
    }

    /** Where a report stands. */
    public enum State {
        /** The insurer owes an answer. */
        OPEN("回答待ち", "To be answered"),
        /** It still owes it, past the day it was due. */
        OVERDUE("回答期限を過ぎています", "Overdue"),
        /** Answered. */
        CLOSED("回答済み", "Answered");

        private final String japanese;
        private final String english;

        State(String japanese, String english) {
            this.japanese = japanese;
            this.english = english;
        }

        /** Its name for Japanese readers. */
        public String japanese() {
            return japanese;
        }

        /** Its name for English readers. */
        public String english() {
            return english;
        }
    }

    /** Where it stands on a day. */
    public State state(LocalDate day) {
        if (answer.isPresent()) {
            return State.CLOSED;
        }
        return day.isAfter(dueOn) ? State.OVERDUE : State.OPEN;
    }

    @Override
    public String toString() {
        return "MismatchReport[" + reportId + "]";
    }
}
