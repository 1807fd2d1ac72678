package org.onshi.wire;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.FacilityCode;

/**
 * What somebody took and was treated with, by claim and day, the latest first: what both the XML
 * answer and the printed one are made from (requirements F-01, F-03, F-11).
 *
 * @param patient whose
 * @param months a claim of a facility for a month each
 */
public record MedicationHistory(Patient patient, List<Month> months) {
    public MedicationHistory {
        months = List.copyOf(months);
    }

    /** Which care it was. */
    public enum Care {
        /** 入院. */
        INPATIENT("1", "入院"),
        /** 入院外. */
        OUTPATIENT("2", "入院外"),
        /** 調剤. */
        DISPENSING("3", "調剤");

        private final String wire;
        private final String label;

        Care(String wire, String label) {
            this.wire = wire;
            this.label = label;
        }

        /** InOut. */
        public String wire() {
            return wire;
        }

        /** In Japanese. */
        public String label() {
            return label;
        }
    }

    /**
     * One claim.
     *
     * @param facility who claimed it
     * @param facilityName "" when not known
     * @param own whether that is the facility that asks
     * @param month 診療年月
     * @param care in or out of hospital, or a pharmacy's
     * @param days the latest first
     */
    public record Month(
            FacilityCode facility,
            String facilityName,
            boolean own,
            YearMonth month,
            Care care,
            List<Day> days) {
        public Month {
            days = List.copyOf(days);
        }
    }

    /**
     * One day of care.
     *
     * @param day empty where the claim gives no day
     * @param drugs medicines
     * @param treatments what was done; empty when that may not be shown
     */
    public record Day(Optional<LocalDate> day, List<Drug> drugs, List<Treatment> treatments) {
        public Day {
            drugs = List.copyOf(drugs);
            treatments = List.copyOf(treatments);
        }
    }

    /**
     * One medicine.
     *
     * @param code nine digits (facts §6)
     * @param name of the master; the code itself where the master does not know it
     * @param generic 一般名; "" when not known
     * @param quantity how much a time or day; empty when not given
     * @param unit "" when not known
     * @param times how often or for how many days, from that day on
     * @param place 診療識別: 21 internal, 22 as needed, 23 external, …
     */
    public record Drug(
            String code,
            String name,
            String generic,
            Optional<BigDecimal> quantity,
            String unit,
            int times,
            String place) {}

    /**
     * One treatment.
     *
     * @param code nine digits
     * @param name of the master; the code itself where the master does not know it
     * @param quantity empty when not given
     * @param unit "" when not known
     * @param times how often that day
     * @param place 診療識別
     */
    public record Treatment(
            String code,
            String name,
            Optional<BigDecimal> quantity,
            String unit,
            int times,
            String place) {}

    /** How many claims: what is in them is a person's. */
    @Override
    public String toString() {
        return "MedicationHistory[" + months.size() + "]";
    }
}
