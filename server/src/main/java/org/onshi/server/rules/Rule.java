package org.onshi.server.rules;

/**
 * The rules that code asks for; each stands in {@code rules/rules.csv} under its key. A row of that
 * calendar (requirements R) that no code asks for yet gets its constant here when some does.
 */
public enum Rule {
    /**
     * Whether an acquisition notice must carry the individual number: OPTIONAL, REQUIRED (B-04).
     */
    INDIVIDUAL_NUMBER_IN_NOTICE("notice.individual-number"),
    /**
     * Whether every new registration is compared with the resident register on the day it is
     * registered: ON (B-07).
     */
    REGISTER_CHECK("register-check.of-all-registrations"),
    /** By how many attributes an insurer asks the register for a number: 4 or 5 (B-05, B-06). */
    REGISTER_INQUIRY_ITEMS("register-inquiry.items"),
    /** Days from an acquisition to the employer's notice of it: 5 (B-10). */
    NOTICE_DAYS("notice.days-of-employer"),
    /** Days from the notice to the registration: 5 from June 2023 on (B-10). */
    REGISTRATION_DAYS("registration.days-of-insurer"),
    /** Which kinds of insurer have an employer who gives notice, by constant name (B-10). */
    KINDS_WITH_EMPLOYER("notice.kinds-with-employer"),
    /** Months for which an expired certificate still opens eligibility: 0 or 3. */
    CERTIFICATE_GRACE_MONTHS("certificate.grace-months"),
    /** Whether one touch consents to everything: ON. */
    BLANKET_CONSENT("consent.blanket"),
    /** Whether the limit class is asked about: ON, as the next ones (A-10, F-13). */
    CONSENT_LIMIT("consent.limit"),
    /** 特定疾病療養受療証. */
    CONSENT_SPECIAL_DISEASES("consent.special-diseases"),
    /** 特定健診情報. */
    CONSENT_CHECKUP("consent.checkup"),
    /** 薬剤情報. */
    CONSENT_MEDICATION("consent.medication"),
    /** 診療情報. */
    CONSENT_TREATMENT("consent.treatment"),
    /** 手術情報. */
    CONSENT_OPERATION("consent.operation"),
    /** 電子カルテ情報共有の傷病名・感染症・アレルギー・検査. */
    CONSENT_CLINICAL("consent.clinical"),
    /** 処方・調剤情報（電子処方箋）. */
    CONSENT_PRESCRIPTION("consent.prescription"),
    /** Whether pharmacies see checkups: ON (F-02). */
    CHECKUP_FOR_PHARMACIES("checkup.for-pharmacies");

    private final String key;

    Rule(String key) {
        this.key = key;
    }

    /** Its key in the file. */
    String key() {
        return key;
    }
}
