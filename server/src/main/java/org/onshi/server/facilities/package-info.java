/**
 * 医療機関等: which facilities there are, of which type, where.
 *
 * <p>Answers: is this facility registered, and what is it ({@link
 * org.onshi.server.facilities.Facilities#find}). Words: facility (医療機関等), type (種別: hospital,
 * clinic, pharmacy, …), eligibility-only type (資格確認限定型), claim medium (請求媒体). The facility door
 * admits by it, the operator door loads it; it uses no other context, and whoever changes it writes
 * the audit entry in the same transaction.
 */
@ApplicationModule(
        displayName = "facilities",
        allowedDependencies = {})
package org.onshi.server.facilities;

import org.springframework.modulith.ApplicationModule;
