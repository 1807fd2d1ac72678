package org.onshi.server.identity;

/** Who came with the patient, or in the patient's place (requirements A-27, G-10). */
public enum Companion {
    /** 家族. */
    FAMILY,
    /** 介助者・ヘルパー・ベビーシッター. */
    HELPER,
    /** その他. */
    OTHER
}
