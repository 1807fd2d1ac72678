package org.onshi.server.identity;

/** What a certificate that is not refused allows that day (requirements, G-15). */
public enum CardState {
    /** More than three months before its end. */
    VALID,
    /** In its last three months: everything works, and the holder is told. */
    ALERT,
    /** Past its end and within the grace: eligibility only. */
    GRACE
}
