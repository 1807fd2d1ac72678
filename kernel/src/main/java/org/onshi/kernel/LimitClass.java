package org.onshi.kernel;

import java.util.Optional;

/** 限度額適用区分 (OQSCD012): A.. below 70 years, B.. from 70 years. */
public enum LimitClass implements Code {
    /** ア. */
    A01("A01", "ア"),
    /** イ. */
    A02("A02", "イ"),
    /** ウ. */
    A03("A03", "ウ"),
    /** エ. */
    A04("A04", "エ"),
    /** オ. */
    A05("A05", "オ"),
    /** オ（境界層）. */
    A06("A06", "オ（境界層）"),
    /** 現役並みⅢ. */
    B01("B01", "現役並みⅢ"),
    /** 現役並みⅡ. */
    B02("B02", "現役並みⅡ"),
    /** 現役並みⅠ. */
    B03("B03", "現役並みⅠ"),
    /** 一般. */
    B04("B04", "一般"),
    /** 低所得Ⅱ. */
    B05("B05", "低所得Ⅱ"),
    /** 低所得Ⅰ. */
    B06("B06", "低所得Ⅰ"),
    /** 低所得Ⅰ（老福）. */
    B07("B07", "低所得Ⅰ（老福）"),
    /** 低所得Ⅰ（境界層）. */
    B08("B08", "低所得Ⅰ（境界層）"),
    /** 一般Ⅱ. */
    B09("B09", "一般Ⅱ"),
    /** 一般Ⅰ. */
    B10("B10", "一般Ⅰ");

    private final String wire;
    private final String label;

    LimitClass(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<LimitClass> of(String wire) {
        return Code.find(LimitClass.class, wire);
    }

    /** Whether it is a class of those who have the share of 70 to 74 or are late-stage elderly. */
    public boolean isFromSeventy() {
        return wire.startsWith("B");
    }

    /** Whether it is of those with 現役並み所得, who pay the highest share (facts §2.4). */
    public boolean isOfHighIncome() {
        return this == B01 || this == B02 || this == B03;
    }

    @Override
    public String wire() {
        return wire;
    }

    @Override
    public String label() {
        return label;
    }
}
