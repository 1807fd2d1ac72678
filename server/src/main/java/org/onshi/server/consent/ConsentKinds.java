package org.onshi.server.consent;

import java.time.LocalDate;
import java.util.EnumSet;
import java.util.Set;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.ConsentKind;

/** Which kinds are asked about, by the day and by what the presence allows. Pure. */
public final class ConsentKinds {
    private ConsentKinds() {}

    /** The kinds there are on a day, in the order of the face message. */
    public static Set<ConsentKind> inForce(Rules rules, LocalDate day) {
        Set<ConsentKind> kinds = EnumSet.noneOf(ConsentKind.class);
        for (ConsentKind kind : ConsentKind.values()) {
            if (rules.says(rule(kind), day, "ON")) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /**
     * The kinds a visit asks about: all in force, or, where the certificate is in its grace or the
     * facility gets eligibility only, those that belong to eligibility (requirements ).
     *
     * @param medicalInformation whether the presence and the facility allow medical information
     */
    public static Set<ConsentKind> offered(Rules rules, LocalDate day, boolean medicalInformation) {
        Set<ConsentKind> kinds = EnumSet.copyOf(inForce(rules, day));
        if (!medicalInformation) {
            kinds.removeIf(ConsentKinds::medical);
        }
        return kinds;
    }

    /**
     * Whether it opens medical information. The limit class belongs to eligibility; a special
     * disease is a diagnosis.
     */
    static boolean medical(ConsentKind kind) {
        return kind != ConsentKind.LIMIT;
    }

    private static Rule rule(ConsentKind kind) {
        return switch (kind) {
            case LIMIT -> Rule.CONSENT_LIMIT;
            case SPECIAL_DISEASES -> Rule.CONSENT_SPECIAL_DISEASES;
            case CHECKUP -> Rule.CONSENT_CHECKUP;
            case MEDICATION -> Rule.CONSENT_MEDICATION;
            case TREATMENT -> Rule.CONSENT_TREATMENT;
            case OPERATION -> Rule.CONSENT_OPERATION;
            case DIAGNOSIS_NAME, INFECTION, ALLERGY, CONTRAINDICATION, TEST ->
                    Rule.CONSENT_CLINICAL;
            case PRESCRIPTION -> Rule.CONSENT_PRESCRIPTION;
        };
    }
}
