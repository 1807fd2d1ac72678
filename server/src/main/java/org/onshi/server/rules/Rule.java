package org.onshi.server.rules;

/**
 * The rules that code asks for; each stands in {@code rules/rules.csv} under its key. The file
 * holds the rest of the calendar (requirements R) too, for those who ask by key.
 */
public enum Rule {
    /**
     * Whether an acquisition notice must carry the individual number: OPTIONAL, REQUIRED (B-04).
     */
    INDIVIDUAL_NUMBER_IN_NOTICE("notice.individual-number"),
    /** Items of an inquiry at the resident register by name and address: 4, then 5 (B-05, B-06). */
    REGISTER_INQUIRY_ITEMS("register-inquiry.items"),
    /** Days from acquisition to the employer's notice (B-10). */
    DAYS_OF_EMPLOYER("notice.days-of-employer"),
    /** Days from that notice to the insurer's registration (B-10). */
    DAYS_OF_INSURER("registration.days-of-insurer"),
    /** Whether each new registration is checked against the resident register (B-07). */
    REGISTER_CHECK_OF_ALL("register-check.of-all-registrations"),
    /** Months for which an expired certificate still proves presence. */
    CERTIFICATE_GRACE_MONTHS("certificate.grace-months"),
    /** Whether insurance cards (被保険者証) are still issued. */
    INSURANCE_CARD_ISSUED("insurance-card.issue"),
    /** Whether insurance cards already issued still count. */
    INSURANCE_CARD_USED("insurance-card.use"),
    /** Whether eligibility certificates (資格確認書) exist. */
    ELIGIBILITY_CERTIFICATE("eligibility-certificate"),
    /** Whether eligibility notices (資格情報のお知らせ) exist. */
    ELIGIBILITY_NOTICE("eligibility-notice"),
    /** Whether all late-stage elderly get an eligibility certificate unasked. */
    PROVISIONAL_CERTIFICATE_FOR_ELDERLY("eligibility-certificate.provisional-for-elderly"),
    /** Whether one consent may cover all items. */
    BLANKET_CONSENT("consent.blanket"),
    /** Whether insurers transfer claims among themselves (E-06). */
    CLAIM_TRANSFER("claim.transfer-between-insurers");

    private final String key;

    Rule(String key) {
        this.key = key;
    }

    /** Its key in the file. */
    public String key() {
        return key;
    }
}
