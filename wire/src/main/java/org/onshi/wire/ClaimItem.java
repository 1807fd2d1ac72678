package org.onshi.wire;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One SI or IY record of a claim (facts §3.6).
 *
 * @param record what kind of thing it is
 * @param place 診療識別, two digits, carried over from the record before where it is blank; "" if none
 *     was given yet
 * @param code nine digits
 * @param quantity 数量 or 使用量; absent where the code has none
 * @param times 回数; for internal medicine the days of the prescription
 * @param days day of the month (1 to 31) to how often; empty where the file has no day information
 */
public record ClaimItem(
        Kind record,
        String place,
        String code,
        Optional<BigDecimal> quantity,
        int times,
        SortedMap<Integer, Integer> days) {
    /** The records that are read. */
    public enum Kind {
        /** 診療行為. */
        SI,
        /** 医薬品. */
        IY
    }

    public ClaimItem {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** The code only: what somebody takes is theirs. */
    @Override
    public String toString() {
        return "ClaimItem[" + record + "]";
    }
}
