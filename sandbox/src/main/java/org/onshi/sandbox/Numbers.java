package org.onshi.sandbox;

import org.onshi.kernel.CheckDigit;
import org.onshi.kernel.IndividualNumber;

/**
 * Numbers that never repeat within a town, without remembering those given out: an affine
 * permutation of the running number, shifted by the seed.
 */
final class Numbers {
    /** How many insured numbers a person may take up (its own, a wrong one, ...). */
    static final int SLOTS_PER_PERSON = 4;

    /**
     * People a town may have: as many as insured numbers of seven digits without leading zero
     * suffice for.
     */
    static final int PEOPLE_MAX = 1_000_000;

    private static final long INSURED_FIRST = 1_000_000;
    private static final long INSURED_COUNT = 9_000_000;
    private static final long INSURED_STEP = 5_567_389;
    private static final long INDIVIDUAL_COUNT = 100_000_000;
    private static final long INDIVIDUAL_STEP = 61_803_399;

    private final long shift;

    Numbers(long seed) {
        this.shift = Dice.mix(seed) >>> 1;
    }

    /** 個人番号 of a person of the town: begins with 999, so that nobody takes it for a real one. */
    IndividualNumber individual(int person) {
        long rest = (person * INDIVIDUAL_STEP + shift % INDIVIDUAL_COUNT) % INDIVIDUAL_COUNT;
        String body = "999%08d".formatted(rest);
        return new IndividualNumber(body + CheckDigit.individualNumber(body));
    }

    /** 番号 of seven digits, the first not zero; different for every person and slot. */
    String insured(int person, int slot) {
        if (slot >= SLOTS_PER_PERSON || person >= PEOPLE_MAX) {
            throw new IllegalArgumentException("no such slot");
        }
        long index = (long) person * SLOTS_PER_PERSON + slot;
        return Long.toString(
                INSURED_FIRST + (index * INSURED_STEP + shift % INSURED_COUNT) % INSURED_COUNT);
    }

    /**
     * 被保険者番号 of the late-stage elderly: eight digits, the last a check digit (facts §1.6,
     * unconfirmed there).
     */
    String lateStage(int person, int slot) {
        String body = insured(person, slot);
        return body + CheckDigit.luhn(body);
    }
}
