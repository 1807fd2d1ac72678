package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A coverage as it was first registered, whatever was corrected later.
 *
 * @param acquiredOn 資格取得年月日
 * @param notifiedOn 届出年月日
 * @param registeredOn the day in Japan on which the insurer handed its registration in, pending or
 *     not
 */
public record RegisteredCoverage(
        UUID coverageId, LocalDate acquiredOn, LocalDate notifiedOn, LocalDate registeredOn) {}
