package org.onshi.kernel;

import java.util.Optional;

/** 本人・家族の別 (OQSCD009). */
public enum Relationship implements Code {
    /** 本人. */
    INSURED("1", "本人"),
    /** 家族. */
    DEPENDANT("2", "家族");

    private final String wire;
    private final String label;

    Relationship(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<Relationship> of(String wire) {
        return Code.find(Relationship.class, wire);
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
