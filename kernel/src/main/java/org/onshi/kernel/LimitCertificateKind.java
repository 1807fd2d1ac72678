package org.onshi.kernel;

import java.util.Optional;

/** 限度額適用認定証等の種類 (OQSCD011). */
public enum LimitCertificateKind implements Code {
    /** 限度額適用認定証. */
    LIMIT("01", "限度額適用認定証"),
    /** 限度額適用・標準負担額減額認定証. */
    LIMIT_AND_MEAL("02", "限度額適用・標準負担額減額認定証"),
    /** 標準負担額減額認定証. */
    MEAL("03", "標準負担額減額認定証");

    private final String wire;
    private final String label;

    LimitCertificateKind(String wire, String label) {
        this.wire = wire;
        this.label = label;
    }

    /** The constant of this wire value, if the table has it. */
    public static Optional<LimitCertificateKind> of(String wire) {
        return Code.find(LimitCertificateKind.class, wire);
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
