package org.onshi.kernel;

import java.util.Optional;

/** 点数表: the kind of a facility, third digit of its code (facts §1.4). */
public enum FacilityKind implements Code {
    /** 医科. */
    MEDICAL("1", "医科"),
    /** 歯科. */
    DENTAL("3", "歯科"),
    /** 調剤. */
    PHARMACY("4", "調剤"),
    /** 訪問看護. */
    HOME_NURSING("6", "訪問看護");

    private final String wire;
    private final String label;

    FacilityKind(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<FacilityKind> of(String wire) {
        return Code.find(FacilityKind.class, wire);
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
