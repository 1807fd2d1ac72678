package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.Verdict;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Insurer;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;

/**
 * Answers questions by number. One check is at most three statements: identifier to person, person
 * to coverages, and the audit entry, which is committed before the answer leaves; a check that
 * found nothing is recorded too (design §3.5). Only at a facility that has registered reference
 * numbers is there a fourth, for the person's (requirements A-30).
 */
@Service
public class Eligibility {
    private final Registry registry;

    private final Lookup lookup;
    private final Audit audit;
    private final ReferenceNumbers references;
    private final KeyedDigest digest;
    private final InstantSource clock;

    /**
     * @param references the numbers facilities have given their patients
     * @param digest recognises the question of a repeated request
     * @param clock the one clock of the process
     */
    public Eligibility(
            Registry registry,
            Audit audit,
            ReferenceNumbers references,
            KeyedDigest digest,
            InstantSource clock) {
        this.registry = registry;
        this.lookup = new Lookup(registry);
        this.audit = audit;
        this.references = references;
        this.digest = digest;
        this.clock = clock;
    }

    /**
     * Answers and records one question.
     *
     * @param key the caller's Idempotency-Key: the same key of the same facility gets the same
     *     answer again, and one entry
     * @throws Fault {@link FaultCode#IDEMPOTENCY_KEY_REUSED} when the key was used for another
     *     question
     */
    public CheckAnswer check(Question question, Optional<UUID> key) {
        UUID checkId =
                key.map(it -> CheckId.of(question.facility(), it)).orElseGet(UUID::randomUUID);
        Optional<String> questionDigest =
                key.map(it -> digest.of(question.canonical(checkId, Channel.NUMBER)));
        Recorded checked = find(checkId, question, Channel.NUMBER, questionDigest);
        if (audit.append(checked.entry())) {
            return answer(question, CheckRecord.of(checked.entry()), checked.finding().shown());
        }
        CheckRecord before = recorded(checkId, question.canonical(checkId, Channel.NUMBER));
        return answer(question, before, rows(before));
    }

    /**
     * The check of this id, if this facility made it; as its audit entry records it.
     *
     * @param checkId from an answer's receipt
     */
    public Optional<AuditEntry> recorded(FacilityCode facility, UUID checkId) {
        return audit.find(checkId)
                .filter(entry -> entry.caller().equals(CheckRecord.caller(facility)));
    }

    /**
     * The versions of coverages that a check showed, by number or by card.
     *
     * @param check its audit entry
     */
    public static Set<UUID> shown(AuditEntry check) {
        return Set.copyOf(CheckRecord.of(check).versions());
    }

    /** A check that is not recorded yet. */
    record Recorded(AuditEntry entry, Finding finding) {}

    /**
     * @param questionDigest for a check that may be asked for again under its id
     */
    Recorded find(
            UUID checkId, Question question, Channel channel, Optional<String> questionDigest) {
        Instant now = now();
        Finding finding = lookup.find(question, now);
        return new Recorded(
                CheckRecord.entry(checkId, now, question, channel, finding, questionDigest),
                finding);
    }

    CheckAnswer answer(Question question, CheckRecord check, List<Coverage> rows) {
        List<ShownCoverage> shown =
                rows.stream()
                        .map(row ->
                                ShownCoverage.on(
                                        row, name(row), check.day(), question.limitConsent()))
                        .toList();
        List<Alert> alerts = new ArrayList<>();
        shown.forEach(one -> alerts.addAll(one.alerts()));
        LocalDate today = LocalDate.ofInstant(check.checkedAt(), SharedClock.ZONE);
        if (check.verdict() == Verdict.ELIGIBLE && check.day().isAfter(today)) {
            alerts.add(Alert.DAY_AHEAD);
        }
        return answer(
                question.facility(),
                check,
                shown,
                alerts,
                NextStep.after(check.verdict(), check.reason()));
    }

    CheckAnswer answer(
            FacilityCode facility,
            CheckRecord check,
            List<ShownCoverage> shown,
            List<Alert> alerts,
            NextStep nextStep) {
        return new CheckAnswer(
                check.checkId(),
                check.checkedAt(),
                facility,
                check.day(),
                check.verdict(),
                shown,
                alerts,
                nextStep,
                check.person().flatMap(person -> references.of(facility, person)));
    }

    /** 保険者名称, "" for an insurer missing in the master data. */
    String name(Coverage row) {
        return registry.insurer(row.insurer()).map(Insurer::name).orElse("");
    }

    Instant now() {
        // as audit entries keep it, so that an answer given again carries the same time
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** What was recorded under this id, if it was this question. */
    CheckRecord recorded(UUID checkId, byte[] asked) {
        CheckRecord check =
                audit.find(checkId)
                        .map(CheckRecord::of)
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "an audit entry refused as known is not there"));
        // before a row is read: a key that was used for somebody else discloses nobody
        if (check.questionDigest().filter(known -> digest.agrees(asked, known)).isEmpty()) {
            throw new Fault(FaultCode.IDEMPOTENCY_KEY_REUSED);
        }
        return check;
    }

    List<Coverage> rows(CheckRecord check) {
        return rows(List.of(check)).getOrDefault(check.checkId(), List.of());
    }

    /** What recorded checks rest on and may be shown yet, by check, in the order recorded. */
    Map<UUID, List<Coverage>> rows(List<CheckRecord> checks) {
        Map<UUID, Set<UUID>> wanted = new HashMap<>();
        for (CheckRecord check : checks) {
            if (check.person().isPresent() && !check.versions().isEmpty()) {
                wanted.computeIfAbsent(check.person().get(), person -> new HashSet<>())
                        .addAll(check.versions());
            }
        }
        Map<UUID, Coverage> found =
                registry.rows(wanted).stream()
                        .collect(Collectors.toMap(Coverage::versionId, row -> row));
        return checks.stream()
                .collect(
                        Collectors.toMap(
                                CheckRecord::checkId,
                                check ->
                                        check.versions().stream()
                                                .filter(found::containsKey)
                                                .map(found::get)
                                                .toList()));
    }
}
