package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.identity.Presence;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;

/**
 * Answers questions by card (requirements A-01): what covers whoever is present today, as known
 * now. Two statements, person to coverages and the audit entry, since the presence names the
 * person; a third where the facility has registered reference numbers. Only for somebody without
 * any coverage is it asked whether the card's person is still the one of its holder's number.
 */
@Service
public class CardChecks {
    private final Eligibility eligibility;
    private final CardRegistrations registrations;
    private final Registry registry;
    private final Audit audit;
    private final KeyedDigest digest;

    /**
     * @param digest recognises the question of a repeated request
     */
    public CardChecks(
            Eligibility eligibility,
            CardRegistrations registrations,
            Registry registry,
            Audit audit,
            KeyedDigest digest) {
        this.eligibility = eligibility;
        this.registrations = registrations;
        this.registry = registry;
        this.audit = audit;
        this.digest = digest;
    }

    /**
     * What covers whoever is present today, as known now. The person is settled here, before
     * anybody asks what that person consented to.
     *
     * @param presence proven at the facility that asks, and not over
     */
    public CardLook look(Presence presence) {
        Instant now = eligibility.now();
        if (presence.person().isEmpty()) {
            return new CardLook(presence, Finding.unknown(UnknownReason.CARD_NOT_REGISTERED), now);
        }
        Presence settled = presence;
        List<Coverage> history = registry.coveragesOf(presence.person().get(), now);
        if (history.isEmpty()) {
            Optional<UUID> other = registrations.moved(presence);
            if (other.isPresent()) {
                settled = presence.of(other.get());
                history = registry.coveragesOf(other.get(), now);
            }
        }
        return new CardLook(
                settled,
                Finding.of(
                        settled.person().orElseThrow(), Decision.decideByCard(history, day(now))),
                now);
    }

    /**
     * Answers and records one question.
     *
     * @param key as for {@link Eligibility#check}
     * @throws Fault as {@link Eligibility#check}
     */
    public CheckAnswer check(CardQuestion question, Optional<UUID> key) {
        UUID checkId =
                key.map(it -> CheckId.ofCard(question.facility(), it)).orElseGet(UUID::randomUUID);
        Instant now = question.look().at();
        Finding finding = question.look().finding();
        AuditEntry entry =
                CheckRecord.entry(
                        checkId,
                        now,
                        day(now),
                        question,
                        finding,
                        key.map(it -> digest.of(question.canonical(checkId))));
        if (audit.append(entry)) {
            return answer(question, CheckRecord.of(entry), finding.shown());
        }
        CheckRecord before = eligibility.recorded(checkId, question.canonical(checkId));
        return answer(question, before, eligibility.rows(before));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, SharedClock.ZONE);
    }

    private CheckAnswer answer(CardQuestion question, CheckRecord check, List<Coverage> rows) {
        List<ShownCoverage> shown =
                rows.stream()
                        .map(row ->
                                ShownCoverage.on(
                                        row,
                                        eligibility.name(row),
                                        check.day(),
                                        question.limitConsent(),
                                        question.specialDiseaseConsent()))
                        .toList();
        List<Alert> alerts = new ArrayList<>(Alert.of(question.presence()));
        shown.forEach(one -> alerts.addAll(one.alerts()));
        return eligibility.answer(
                question.facility(),
                check,
                shown,
                alerts,
                NextStep.afterCard(check.verdict(), check.reason()));
    }
}
