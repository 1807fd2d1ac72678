/**
 * 施行日つきのルール: which rule applied on which day (requirements K-12, R; design 3.8).
 *
 * <p>Law changes are data ({@code rules/rules.csv}), not code. Words: rule (ルール), ruling (what it
 * said in one period), source. Registry asks which duty a notice was under, duties which days a
 * deadline had and which of them were working days (国民の祝日, {@code rules/holidays.csv}). The one
 * clock is the bean {@code SharedClock}; rules never ask it, they are given the day. Any context
 * may use this one; it uses none.
 */
@ApplicationModule(
        displayName = "rules",
        allowedDependencies = {})
package org.onshi.server.rules;

import org.springframework.modulith.ApplicationModule;
