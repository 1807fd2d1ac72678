package org.onshi.wire;

import java.util.Optional;

/**
 * FileCategory of YZKsiquc01 and TKKsiquc01: what is asked for, and as what (interface.md §2.7).
 */
public enum FileCategory {
    /** 1. */
    PDF("1", true, false),
    /** 2. */
    XML("2", false, false),
    /** 3: medication and treatment. */
    PDF_WITH_TREATMENT("3", true, true),
    /** 4: medication and treatment. */
    XML_WITH_TREATMENT("4", false, true);

    private final String wire;
    private final boolean pdf;
    private final boolean treatment;

    FileCategory(String wire, boolean pdf, boolean treatment) {
        this.wire = wire;
        this.pdf = pdf;
        this.treatment = treatment;
    }

    static Optional<FileCategory> of(String wire) {
        for (FileCategory category : values()) {
            if (category.wire.equals(wire)) {
                return Optional.of(category);
            }
        }
        return Optional.empty();
    }

    /** The digit. */
    public String wire() {
        return wire;
    }

    /** Whether the answer is to be a PDF file. */
    public boolean pdf() {
        return pdf;
    }

    /** Whether treatment is asked for besides medication. */
    public boolean treatment() {
        return treatment;
    }
}
