package org.onshi.server.facilities;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.FacilityCode;

/**
 * What kind of institution a facility is (requirements A-26, H; S1:1168). The last four are of the
 * eligibility-only type (資格確認限定型): they get eligibility and nothing else.
 */
public enum FacilityType {
    /** 病院. */
    HOSPITAL("病院", false),
    /** 診療所（医科）. */
    MEDICAL_CLINIC("医科診療所", false),
    /** 医科, where a file says no more than the 点数表 does. */
    MEDICAL("医科", false),
    /** 診療所（歯科）. */
    DENTAL_CLINIC("歯科診療所", false),
    /** 薬局. */
    PHARMACY("薬局", false),
    /** 指定訪問看護事業者. */
    HOME_NURSING("訪問看護ステーション", false),
    /** 柔道整復. */
    JUDO_THERAPY("柔道整復施術所", true),
    /** あん摩マッサージ指圧、はり、きゅう. */
    ACUPUNCTURE_MASSAGE("あはき施術所", true),
    /** 特定健診等実施機関. */
    CHECKUP_BODY("健診実施機関", true),
    /** 義務化対象外の医療機関等. */
    MANDATE_EXEMPT("義務化対象外施設", true);

    /** Other ways in which files name them; 点数表 digits as in the facility code (facts §1.4). */
    private static final Map<String, FacilityType> ALSO =
            Map.ofEntries(
                    Map.entry("1", MEDICAL),
                    Map.entry("3", DENTAL_CLINIC),
                    Map.entry("4", PHARMACY),
                    Map.entry("6", HOME_NURSING),
                    Map.entry("CLINIC", MEDICAL_CLINIC),
                    Map.entry("診療所", MEDICAL_CLINIC),
                    Map.entry("医科診療所", MEDICAL_CLINIC),
                    Map.entry("DENTAL", DENTAL_CLINIC),
                    Map.entry("DENTIST", DENTAL_CLINIC),
                    Map.entry("歯科", DENTAL_CLINIC),
                    Map.entry("調剤", PHARMACY),
                    Map.entry("調剤薬局", PHARMACY),
                    Map.entry("VISITING_NURSE", HOME_NURSING),
                    Map.entry("HOME_NURSE", HOME_NURSING),
                    Map.entry("訪問看護", HOME_NURSING),
                    Map.entry("JUDO", JUDO_THERAPY),
                    Map.entry("柔道整復", JUDO_THERAPY),
                    Map.entry("ACUPUNCTURE", ACUPUNCTURE_MASSAGE),
                    Map.entry("MASSAGE", ACUPUNCTURE_MASSAGE),
                    Map.entry("あはき", ACUPUNCTURE_MASSAGE),
                    Map.entry("CHECKUP", CHECKUP_BODY),
                    Map.entry("特定健診", CHECKUP_BODY),
                    Map.entry("ELIGIBILITY_ONLY", MANDATE_EXEMPT),
                    Map.entry("資格確認限定型", MANDATE_EXEMPT));

    private final String label;
    private final boolean eligibilityOnly;

    FacilityType(String label, boolean eligibilityOnly) {
        this.label = label;
        this.eligibilityOnly = eligibilityOnly;
    }

    /**
     * By name, Japanese label, digit of the 点数表, or one of the other usual words; width and case
     * don't matter.
     */
    public static Optional<FacilityType> of(String text) {
        String word =
                Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .strip()
                        .toUpperCase(Locale.ROOT)
                        .replace('-', '_')
                        .replace(' ', '_');
        for (FacilityType type : values()) {
            if (type.name().equals(word) || type.label.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.ofNullable(ALSO.get(word));
    }

    /** What the code itself says, by its 点数表. */
    public static Optional<FacilityType> of(FacilityCode code) {
        return code.kind().flatMap(kind -> of(kind.wire()));
    }

    /** In Japanese. */
    public String label() {
        return label;
    }

    /** Whether it gets eligibility and nothing else (requirements A-26). */
    public boolean eligibilityOnly() {
        return eligibilityOnly;
    }
}
