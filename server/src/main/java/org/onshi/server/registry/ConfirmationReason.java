package org.onshi.server.registry;

/** Why an insurer says that a pending coverage and its number are one person's (B-07). */
public enum ConfirmationReason {
    /** 本人確認書類と個人番号の書類を見た. */
    DOCUMENTS_SEEN,
    /** 本人または事業主に確かめた. */
    PERSON_ASKED,
    /** 住民登録の側の訂正・届出がまだである. */
    REGISTER_NOT_YET_MENDED
}
