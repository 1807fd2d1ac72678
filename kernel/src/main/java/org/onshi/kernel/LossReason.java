package org.onshi.kernel;

import java.util.Optional;

/** 資格喪失事由 (OQSCD008). */
public enum LossReason implements Code {
    /** 死亡. */
    DEATH("01", "死亡"),
    /** 生活保護受給開始. */
    PUBLIC_ASSISTANCE("02", "生活保護受給開始"),
    /** 医療保険等の資格取得. */
    OTHER_INSURANCE("03", "医療保険等の資格取得"),
    /** その他. */
    OTHER("99", "その他");

    private final String wire;
    private final String label;

    LossReason(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<LossReason> of(String wire) {
        return Code.find(LossReason.class, wire);
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
