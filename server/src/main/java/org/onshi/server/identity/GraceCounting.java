package org.onshi.server.identity;

/** How the months after a certificate's end are counted. */
public enum GraceCounting {
    /** To the end of the last month, as the operating bodies have it (facts §4.2). */
    MONTH_END,
    /** To the day. */
    DAY
}
