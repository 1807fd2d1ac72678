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
    /** Months for which an expired certificate still opens eligibility: 0 or 3. */
    CERTIFICATE_GRACE_MONTHS("certificate.grace-months"),
    /** Whether one touch consents to everything: ON. */
    BLANKET_CONSENT("consent.blanket"),
    /** How visual identification works: FULL or SIMPLIFIED. */
    VISUAL_MODE("presence.visual-mode"),
    /** Whether cards without a PIN are about: ON (G-09). */
    CARD_WITHOUT_PIN("card.without-pin"),
    /** Whether phones carry the certificate: ON. */
    CERTIFICATE_ON_PHONE("certificate.on-android");

    private final String key;

    Rule(String key) {
        this.key = key;
    }

    /** Its key in the file. */
    String key() {
        return key;
    }
}
