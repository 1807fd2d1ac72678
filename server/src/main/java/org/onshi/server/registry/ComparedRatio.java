package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowFault;

/**
 * A row of a ratio file beside what is registered.
 *
 * @param line the record's number from 1, header not counted
 * @param stated what the row says; empty of a refused one
 * @param whom whose coverage it means; empty while that is not exactly one
 * @param registered what is registered on the day; empty values where nothing is, or nobody is
 *     meant
 * @param fault why the row is refused
 */
public record ComparedRatio(
        long line,
        RatioOutcome outcome,
        Optional<Stated> stated,
        Optional<Candidate> whom,
        Registered registered,
        Optional<RowFault> fault) {
    /**
     * What a row says.
     *
     * @param copayPercent 10, 20 or 30
     * @param limitClass 適用区分; "" says that none is, empty says nothing
     */
    public record Stated(
            InsuredIdentifier identifier,
            LocalDate birthDate,
            String copayPercent,
            Optional<String> limitClass) {
        /** The limit class as the file has it: "-" for none, "" where it is not compared. */
        public String writtenLimitClass() {
            return limitClass.map(it -> it.isEmpty() ? RegistrationRow.CLEAR : it).orElse("");
        }

        @Override
        public String toString() {
            return "Stated[…]";
        }
    }

    /** What is registered, and in force, on the day. */
    public record Registered(Optional<String> copayPercent, Optional<String> limitClass) {
        static final Registered NOTHING = new Registered(Optional.empty(), Optional.empty());

        @Override
        public String toString() {
            return "Registered[…]";
        }
    }

    static ComparedRatio refused(long line, RowFault fault) {
        return new ComparedRatio(
                line,
                RatioOutcome.REFUSED,
                Optional.empty(),
                Optional.empty(),
                Registered.NOTHING,
                Optional.of(fault));
    }

    static ComparedRatio ofNobody(long line, RatioOutcome outcome, Stated stated) {
        return new ComparedRatio(
                line,
                outcome,
                Optional.of(stated),
                Optional.empty(),
                Registered.NOTHING,
                Optional.empty());
    }

    static ComparedRatio of(
            long line, RatioOutcome outcome, Stated stated, Candidate whom, Registered registered) {
        return new ComparedRatio(
                line,
                outcome,
                Optional.of(stated),
                Optional.of(whom),
                registered,
                Optional.empty());
    }

    /** What it means and what to do, in Japanese. */
    public String japanese() {
        return fault.map(RowFault::message).orElse(outcome.japanese());
    }

    /** The same in English. */
    public String english() {
        return fault.map(it -> it.code().whatEn(it.column()) + " " + it.code().mendEn())
                .orElse(outcome.english())
                .strip();
    }

    @Override
    public String toString() {
        return "ComparedRatio[line " + line + ", " + outcome + "]";
    }
}
