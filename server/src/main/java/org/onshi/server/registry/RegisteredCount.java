package org.onshi.server.registry;

import java.time.LocalDate;

/**
 * First registrations of an insurer that share their days.
 *
 * @param acquiredOn 資格取得年月日
 * @param notifiedOn 届出年月日
 * @param registeredOn the day in Japan on which the insurer handed them in
 * @param coverages how many, 1 or more
 */
public record RegisteredCount(
        LocalDate acquiredOn, LocalDate notifiedOn, LocalDate registeredOn, long coverages) {}
