package org.onshi.wire;

/** What kind of trouble a fault is, and so who can mend it. */
public enum FaultCategory {
    /** The document or file cannot be read: the program that wrote it. */
    DOCUMENT("読み取れない文書", "A document that cannot be read"),
    /** A field of a readable message is bad: the clerk or the program. */
    FIELD("項目の誤り", "A bad field"),
    /** The caller may not do this: whoever holds the certificate. */
    CALLER("呼び出し元", "The caller"),
    /** A CSV file cannot be taken: whoever made the file. */
    FILE("CSV ファイル", "A CSV file"),
    /** The card, what it proves, or what was consented to with it: the patient and the clerk. */
    CARD("カードと同意", "The card and consent"),
    /** Something needed is silent or busy: nobody, try again. */
    AVAILABILITY("応答がない", "Something is silent"),
    /** Our own mistake. */
    INTERNAL("内部の誤り", "Our own mistake");

    private final String ja;
    private final String en;

    FaultCategory(String ja, String en) {
        this.ja = ja;
        this.en = en;
    }

    /** In Japanese. */
    public String ja() {
        return ja;
    }

    /** In English. */
    public String en() {
        return en;
    }
}
