package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.Verdict;

/**
 * A recorded answer. The same for every rendering: the web API, the folder link, the clerk's JSON.
 *
 * @param checkId the audit entry's id, by which a receipt is asked for
 * @param checkedAt when it was answered, in microseconds; of a repeated request, the first time
 * @param facility who asked
 * @param day the day it is for; of a repeated request that named none, the day of the first time
 * @param verdict 資格有効性
 * @param coverages what it rests on and may be shown: one for verdicts 1 to 3, none otherwise
 * @param alerts what a clerk should know beside it, those of the coverages included
 * @param nextStep what the clerk does now
 * @param referenceNumber the number the asking facility has given this person (照会番号), as it is when
 *     the answer is made
 */
public record CheckAnswer(
        UUID checkId,
        Instant checkedAt,
        FacilityCode facility,
        LocalDate day,
        Verdict verdict,
        List<ShownCoverage> coverages,
        List<Alert> alerts,
        NextStep nextStep,
        Optional<String> referenceNumber) {
    public CheckAnswer {
        coverages = List.copyOf(coverages);
        alerts = List.copyOf(alerts);
    }
}
