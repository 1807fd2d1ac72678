package org.onshi.kernel;

import java.util.Optional;

/** 資格有効性 (OQSCD006), as contracts.md §4 defines each for the day asked. */
public enum Verdict implements Code {
    /** 有効. */
    ELIGIBLE("1", "有効"),
    /** 無効. */
    NOT_ELIGIBLE("2", "無効"),
    /** 無効（新しい資格あり）. */
    NOT_ELIGIBLE_NEW_COVERAGE("3", "無効（新しい資格あり）"),
    /** 該当資格なし. */
    UNKNOWN("4", "該当資格なし"),
    /** 複数該当. */
    SEVERAL("5", "複数該当"),
    /** 有効（未登録）. */
    ELIGIBLE_UNREGISTERED("6", "有効（未登録）");

    private final String wire;
    private final String label;

    Verdict(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<Verdict> of(String wire) {
        return Code.find(Verdict.class, wire);
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
