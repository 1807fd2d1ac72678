package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.Verdict;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.identity.Presence;
import org.onshi.server.registry.Coverage;

/**
 * A check as its audit entry records it: ids and codes, never a number or a name.
 *
 * @param versions the rows shown, in order
 * @param questionDigest by which the question is recognised under the same Idempotency-Key; empty
 *     for a check that cannot be repeated
 */
record CheckRecord(
        UUID checkId,
        Instant checkedAt,
        LocalDate day,
        Channel channel,
        Verdict verdict,
        Optional<UUID> person,
        List<UUID> versions,
        Optional<UnknownReason> reason,
        Optional<String> questionDigest) {
    private static final String VERDICT = "verdict";
    private static final String DAY = "day";
    private static final String CHANNEL = "channel";
    private static final String VERSIONS = "versions";
    private static final String REASON = "reason";
    private static final String QUESTION = "question";
    private static final String LIMIT = "limit";

    static AuditEntry entry(
            UUID checkId,
            Instant checkedAt,
            Question question,
            Channel channel,
            Finding finding,
            Optional<String> questionDigest) {
        Map<String, String> details =
                details(question.dayAt(checkedAt), channel, finding, questionDigest);
        question.knownAt().ifPresent(at -> details.put("known_at", at.toString()));
        question.companion().ifPresent(who -> details.put("companion", who.name()));
        if (question.limitConsent()) {
            details.put(LIMIT, "1");
        }
        return new AuditEntry(
                checkId,
                channel.event(),
                checkedAt,
                caller(question.facility()),
                finding.person(),
                details);
    }

    /** The entry of a check by card. */
    static AuditEntry entry(
            UUID checkId,
            Instant checkedAt,
            LocalDate day,
            CardQuestion question,
            Finding finding,
            Optional<String> questionDigest) {
        Map<String, String> details = details(day, Channel.CARD, finding, questionDigest);
        Presence presence = question.presence();
        details.put("visit", presence.visitId().toString());
        details.put("terminal", presence.terminal());
        details.put("mode", presence.mode().name());
        details.put("state", presence.state().name());
        details.put("certificate", presence.certificateDigest());
        if (question.limitConsent()) {
            details.put(LIMIT, "1");
        }
        if (question.specialDiseaseConsent()) {
            details.put("special_diseases", "1");
        }
        return new AuditEntry(
                checkId,
                Channel.CARD.event(),
                checkedAt,
                caller(question.facility()),
                finding.person(),
                details);
    }

    private static Map<String, String> details(
            LocalDate day, Channel channel, Finding finding, Optional<String> questionDigest) {
        Map<String, String> details = new HashMap<>();
        details.put(VERDICT, finding.verdict().wire());
        details.put(DAY, day.toString());
        details.put(CHANNEL, channel.code());
        if (!finding.shown().isEmpty()) {
            details.put(
                    VERSIONS,
                    finding.shown().stream()
                            .map(Coverage::versionId)
                            .map(UUID::toString)
                            .collect(Collectors.joining(" ")));
        }
        finding.successor().ifPresent(id -> details.put("successor", id.toString()));
        finding.reason().ifPresent(reason -> details.put(REASON, reason.name()));
        questionDigest.ifPresent(digest -> details.put(QUESTION, digest));
        return details;
    }

    static CheckRecord of(AuditEntry entry) {
        Map<String, String> details = entry.details();
        return new CheckRecord(
                entry.entryId(),
                entry.at(),
                LocalDate.parse(details.getOrDefault(DAY, "")),
                Channel.of(details.getOrDefault(CHANNEL, "")).orElseThrow(),
                Verdict.of(details.getOrDefault(VERDICT, "")).orElseThrow(),
                entry.person(),
                Arrays.stream(details.getOrDefault(VERSIONS, "").split(" ", -1))
                        .filter(id -> !id.isEmpty())
                        .map(UUID::fromString)
                        .toList(),
                Optional.ofNullable(details.get(REASON)).map(UnknownReason::valueOf),
                Optional.ofNullable(details.get(QUESTION)));
    }

    static String caller(FacilityCode facility) {
        return "facility:" + facility.digits();
    }
}
