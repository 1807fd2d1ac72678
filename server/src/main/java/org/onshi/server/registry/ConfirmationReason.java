package org.onshi.server.registry;

/** Why an insurer says that a pending coverage and its number are one person's (B-07). */
public enum ConfirmationReason {
    /** 本人確認書類と個人番号の書類を見た. */
    DOCUMENTS_SEEN("本人確認書類と個人番号の書類を見た", "I have seen the documents"),
    /** 本人または事業主に確かめた. */
    PERSON_ASKED("本人または事業主に確かめた", "I have asked the person or employer"),
    /** 住民登録の側の訂正・届出がまだである. */
    REGISTER_NOT_YET_MENDED("住民登録の訂正・届出がまだである", "the resident register is not mended yet");

    private final String japanese;
    private final String english;

    ConfirmationReason(String japanese, String english) {
        this.japanese = japanese;
        this.english = english;
    }

    /** Its name for Japanese readers. */
    public String japanese() {
        return japanese;
    }

    /** Its name for English readers. */
    public String english() {
        return english;
    }
}
