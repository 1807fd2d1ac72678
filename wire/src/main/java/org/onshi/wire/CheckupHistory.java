package org.onshi.wire;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Somebody's checkups over the years, the latest first: what both the XML answer and the printed
 * one are made from (requirements F-02, F-11).
 *
 * @param patient whose
 * @param checkups a day each
 */
public record CheckupHistory(Patient patient, List<Checkup> checkups) {
    public CheckupHistory {
        checkups = List.copyOf(checkups);
    }

    /** How far a value lies from what is expected of it. */
    public enum Mark {
        /** 保健指導判定値 reached. */
        GUIDANCE("保健指導判定値"),
        /** 受診勧奨判定値 reached. */
        REFERRAL("受診勧奨判定値");

        private final String label;

        Mark(String label) {
            this.label = label;
        }

        /** In Japanese. */
        public String label() {
            return label;
        }
    }

    /**
     * One day's checkup.
     *
     * @param day 受診日
     * @param items in the order of the items' master
     */
    public record Checkup(LocalDate day, List<Item> items) {
        public Checkup {
            items = List.copyOf(items);
        }
    }

    /**
     * One result.
     *
     * @param code JLAC10, 17 characters
     * @param group what is measured, whatever the method: the first characters of the code (facts
     *     §6); results of one group stand in one line over the years
     * @param name of the group; the code where it is not known
     * @param value as reported
     * @param valueName what a coded value means; "" for numbers
     * @param unit "" where there is none
     * @param mark empty when nothing is to be marked, or nothing is known of the item
     */
    public record Item(
            String code,
            String group,
            String name,
            String value,
            String valueName,
            String unit,
            Optional<Mark> mark) {
        /** DataType: PQ a number, CD a code, ST a text, by the last two characters of the code. */
        public String dataType() {
            return switch (code.substring(Math.max(0, code.length() - 2))) {
                case "11" -> "CD";
                case "49" -> "ST";
                default -> "PQ";
            };
        }
    }

    @Override
    public String toString() {
        return "CheckupHistory[" + checkups.size() + "]";
    }
}
