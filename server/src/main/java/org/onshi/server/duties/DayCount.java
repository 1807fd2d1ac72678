package org.onshi.server.duties;

/** Which days a deadline counts; the law's text leaves it open (requirements B-10). */
enum DayCount {
    /** 暦日: every day. */
    CALENDAR,
    /** 暦日: every day, but a period that would end on a day without office ends on the next one. */
    CALENDAR_MOVED,
    /** 開庁日: neither Saturday, Sunday, 国民の祝日・休日 nor 12-29 to 01-03. */
    WORKING
}
