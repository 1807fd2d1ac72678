package org.onshi.kernel;

import java.util.Optional;

/** 特定疾病の区分 (OQSCD013). */
public enum SpecialDisease implements Code {
    /** 人工透析を必要とする慢性腎不全. */
    DIALYSIS("1", "人工透析を必要とする慢性腎不全"),
    /** 先天性血液凝固因子障害. */
    HAEMOPHILIA("2", "先天性血液凝固因子障害"),
    /** 血液凝固因子製剤に起因するHIV感染症. */
    HIV("3", "血液凝固因子製剤に起因するHIV感染症");

    private final String wire;
    private final String label;

    SpecialDisease(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<SpecialDisease> of(String wire) {
        return Code.find(SpecialDisease.class, wire);
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
