package org.onshi.kernel;

import java.util.Optional;

/**
 * 被保険者証区分 (OQSCD010). Some are no longer issued since 2024-12-02 but are answered as registered.
 */
public enum CardClass implements Code {
    /** 被保険者証（一般）. */
    GENERAL("01", "被保険者証（一般）"),
    /** 被保険者証（退職）. */
    RETIRED("02", "被保険者証（退職）"),
    /** 短期被保険者証（一般）. */
    SHORT_TERM_GENERAL("03", "短期被保険者証（一般）"),
    /** 短期被保険者証（退職）. */
    SHORT_TERM_RETIRED("04", "短期被保険者証（退職）"),
    /** 被保険者資格証明書. */
    CERTIFICATE_OF_QUALIFICATION("05", "被保険者資格証明書"),
    /** 特例退職被保険者証. */
    SPECIAL_RETIRED("06", "特例退職被保険者証"),
    /** 自衛官診療証. */
    SELF_DEFENCE("07", "自衛官診療証"),
    /** 医療扶助. */
    MEDICAL_ASSISTANCE("A1", "医療扶助");

    private final String wire;
    private final String label;

    CardClass(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<CardClass> of(String wire) {
        return Code.find(CardClass.class, wire);
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
