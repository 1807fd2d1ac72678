package org.onshi.server.duties;

/** Which days a deadline counts; the law's text leaves it open (requirements B-10). */
enum DayCount {
    /** 暦日: every day. */
    CALENDAR,
    /** 開庁日: neither Saturday, Sunday nor 国民の祝日・休日. */
    WORKING
}
