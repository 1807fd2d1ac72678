package org.onshi.wire;

import java.util.Locale;
import java.util.Optional;

/** What a consent in a result is about; each is written as …ConsFlg, …ConsTime, …AvailableTime. */
public enum ConsentKind {
    /** 限度額適用認定証等. */
    LIMIT("LimitApplicationCertificateRelated"),
    /** 特定疾病療養受療証. */
    SPECIAL_DISEASES("SpecificDiseasesCertificateRelated"),
    /** 特定健診情報. */
    CHECKUP("SpecificHealthCheckupsInfo"),
    /** 薬剤情報. */
    MEDICATION("PharmacistsInfo"),
    /** 診療情報. */
    TREATMENT("DiagnosisInfo"),
    /** 手術情報. */
    OPERATION("OperationInfo"),
    /** 傷病名. */
    DIAGNOSIS_NAME("DiagnosisName"),
    /** 感染症. */
    INFECTION("InfectiousInfo"),
    /** その他アレルギー等. */
    ALLERGY("AllergyInfo"),
    /** 薬剤アレルギー等. */
    CONTRAINDICATION("ContraindicationInfo"),
    /** 検査. */
    TEST("TestInfo"),
    /** 処方. */
    PRESCRIPTION("PrescriptionInfo");

    private final String prefix;

    ConsentKind(String prefix) {
        this.prefix = prefix;
    }

    /** The kind of a name as JSON and the command line write it, in either case. */
    public static Optional<ConsentKind> named(String name) {
        String upper = name.strip().toUpperCase(Locale.ROOT);
        for (ConsentKind kind : values()) {
            if (kind.name().equals(upper)) {
                return Optional.of(kind);
            }
        }
        return upper.equals("SURGERY") ? Optional.of(OPERATION) : Optional.empty();
    }

    String flagElement() {
        return prefix + "ConsFlg";
    }

    String givenElement() {
        return prefix + "ConsTime";
    }

    String untilElement() {
        return prefix + "AvailableTime";
    }
}
