package org.onshi.kernel;

import java.util.Optional;

/** 性別 (OQSCD007). */
public enum Sex implements Code {
    /** 男. */
    MALE("1", "男"),
    /** 女. */
    FEMALE("2", "女"),
    /** 未設定. */
    UNSET("3", "未設定");

    private final String wire;
    private final String label;

    Sex(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<Sex> of(String wire) {
        return Code.find(Sex.class, wire);
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
