package org.onshi.kernel;

import java.time.LocalDate;
import java.util.Optional;

/** 元号 from 明治 on, with the digit that claims write for it (G of GYYMMDD). */
public enum JapaneseEra implements Code {
    /** 明治, from 1868; dates are Gregorian from 明治6年1月1日. */
    MEIJI("1", "明治", 'M', LocalDate.of(1868, 1, 25)),
    /** 大正, from 1912-07-30. */
    TAISHO("2", "大正", 'T', LocalDate.of(1912, 7, 30)),
    /** 昭和, from 1926-12-25. */
    SHOWA("3", "昭和", 'S', LocalDate.of(1926, 12, 25)),
    /** 平成, from 1989-01-08. */
    HEISEI("4", "平成", 'H', LocalDate.of(1989, 1, 8)),
    /** 令和, from 2019-05-01. */
    REIWA("5", "令和", 'R', LocalDate.of(2019, 5, 1));

    private final String wire;
    private final String label;
    private final char letter;
    private final LocalDate firstDay;

    JapaneseEra(String wire, String label, char letter, LocalDate firstDay) {
        this.wire = wire;
        this.label = label;
        this.letter = letter;
        this.firstDay = firstDay;
    }

    /** By the digit 1 to 5. */
    public static Optional<JapaneseEra> of(String wire) {
        return Code.find(JapaneseEra.class, wire);
    }

    /** The era a day lies in. */
    static JapaneseEra at(LocalDate day) {
        JapaneseEra found = MEIJI;
        for (JapaneseEra era : values()) {
            if (!day.isBefore(era.firstDay)) {
                found = era;
            }
        }
        return found;
    }

    @Override
    public String wire() {
        return wire;
    }

    @Override
    public String label() {
        return label;
    }

    /** M, T, S, H or R. */
    public char letter() {
        return letter;
    }

    /** The first day of the era; the last is the day before the next era's first. */
    public LocalDate firstDay() {
        return firstDay;
    }
}
