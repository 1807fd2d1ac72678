package org.onshi.server.duties;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.matching.Attribute;
import org.onshi.server.matching.Matcher;
import org.onshi.server.registry.ActiveCoverages;
import org.onshi.server.registry.Clerk;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.KeyedDigest;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * 資格情報の重複調査 (requirements B-15): goes through all persons and finds those covered by two insurers
 * at once, and those who share all five attributes with another person, until their insurer has
 * decided what that means. It links and changes nothing; an overlap that stands in no list of
 * conflicts yet is put there for both insurers.
 */
public final class DuplicateSurveys {
    /** Persons looked at in one step. */
    private static final int PERSONS_A_STEP = 1_000;

    /** Keys of a finished survey forgotten in one transaction. */
    private static final int KEYS_A_STEP = 50_000;

    private static final UUID FIRST = new UUID(0, 0);

    private final SurveyTable table;
    private final ActiveCoverages coverages;
    private final Registry registry;
    private final KeyedDigest digest;
    private final Matcher matcher;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    DuplicateSurveys(
            DataSource dataSource,
            ActiveCoverages coverages,
            Registry registry,
            KeyedDigest digest,
            Matcher matcher,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new SurveyTable(dataSource);
        this.coverages = coverages;
        this.registry = registry;
        this.digest = digest;
        this.matcher = matcher;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * What a step did.
     *
     * @param persons looked at
     * @param finished whether they were the last
     */
    public record Step(int persons, boolean finished) {}

    /** Begins a survey, or says which one is to be gone on with. */
    public UUID start(String by) {
        return transaction.execute(_ -> {
            UUID surveyId = UUID.randomUUID();
            if (!table.start(surveyId, now())) {
                return table.open().orElseThrow(() -> new Fault(FaultCode.STEP_OUT_OF_ORDER));
            }
            record(surveyId, AuditEvent.SURVEY_STARTED, by);
            return surveyId;
        });
    }

    /**
     * Looks at the next persons; ask again until it is finished. A kill in between leaves what is
     * left to the next call.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}
     */
    public Step step(UUID surveyId, String by) {
        return transaction.execute(_ -> {
            refuseUnknown(surveyId);
            Optional<UUID> seenTo = table.seenTo(surveyId);
            if (seenTo.isEmpty()) {
                // what it compared by has no purpose any more
                return new Step(0, table.forget(KEYS_A_STEP) < KEYS_A_STEP);
            }
            ActiveCoverages.Page page = coverages.after(seenTo.get(), PERSONS_A_STEP);
            if (page.last().isEmpty()) {
                table.finish(surveyId, now());
                record(surveyId, AuditEvent.SURVEY_FINISHED, by);
                return new Step(0, false);
            }
            Map<UUID, List<Coverage>> persons =
                    page.coverages().stream().collect(Collectors.groupingBy(Coverage::personId));
            persons.values().forEach(own -> overlaps(surveyId, own, by));
            table.compare(
                    surveyId,
                    seenTo.get(),
                    persons.values().stream().flatMap(own -> keys(own).stream()).toList(),
                    now());
            table.advance(surveyId, page.last().get(), page.persons());
            return new Step(page.persons(), false);
        });
    }

    private void overlaps(UUID surveyId, List<Coverage> own, String by) {
        if (overlapping(own).isEmpty()) {
            return;
        }
        // what is put into the lists of conflicts is what stands when no registration comes between
        UUID person = own.getFirst().personId();
        for (Pair pair : overlapping(coverages.heldOf(person))) {
            Instant at = now();
            table.overlap(surveyId, pair.earlier(), pair.later(), at);
            if (coverages.conflict(pair.earlier(), pair.later(), at)) {
                audit.append(
                        AuditEntry.about(
                                person,
                                UUID.randomUUID(),
                                AuditEvent.CONFLICT_FOUND,
                                at,
                                by,
                                Map.of(
                                        "survey", surveyId.toString(),
                                        "coverage", pair.earlier().coverageId().toString(),
                                        "other", pair.later().coverageId().toString())));
            }
        }
    }

    private record Pair(Coverage earlier, Coverage later) {}

    private static List<Pair> overlapping(List<Coverage> own) {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            for (int j = i + 1; j < own.size(); j++) {
                Coverage earlier = own.get(i);
                Coverage later = own.get(j);
                if (!earlier.insurer().equals(later.insurer())
                        && !earlier.lostBy(later.acquiredOn())) {
                    pairs.add(new Pair(earlier, later));
                }
            }
        }
        return pairs;
    }

    /**
     * Each way in which a person's five attributes are registered, once; under every key of the
     * vault, so that a new key in the middle of a survey hides nobody.
     */
    private List<SurveyTable.Key> keys(List<Coverage> own) {
        List<SurveyTable.Key> keys = new ArrayList<>();
        for (Coverage coverage : own) {
            if (coverage.address().isEmpty()) {
                // what is not known is equal to nothing
                continue;
            }
            for (String key : digest.ofAll(KeyedDigest.content(attributes(coverage)))) {
                if (keys.stream().noneMatch(it -> it.digest().equals(key))) {
                    keys.add(new SurveyTable.Key(key, coverage));
                }
            }
        }
        return keys;
    }

    private List<String> attributes(Coverage coverage) {
        return List.of(
                matcher.key(Attribute.NAME, coverage.name()),
                matcher.key(Attribute.NAME_KANA, coverage.nameKana()),
                coverage.birthDate().toString(),
                coverage.sex().name(),
                matcher.key(Attribute.ADDRESS, coverage.address().orElseThrow()));
    }

    /**
     * What a survey found so far, by insurer number; each pair counts for both, as ended for whom
     * has decided.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}
     */
    public List<DuplicateCount> counts(UUID surveyId) {
        refuseUnknown(surveyId);
        return table.counts(surveyId);
    }

    /**
     * Persons of an insurer who share all five attributes with another, as the latest finished
     * survey found them, from its side, those left out about which it has decided; overlaps stand
     * in the list of conflicts.
     *
     * @param after the last one of the page before
     * @param most how many at most
     */
    public List<Duplicate> suspects(InsurerNumber insurer, Optional<UUID> after, int most) {
        return table.latest()
                .map(it -> table.of(it, insurer, after.orElse(FIRST), most))
                .orElse(List.of());
    }

    /** What the latest finished survey found of an insurer's; empty before there is one. */
    public Optional<DuplicateCount> count(InsurerNumber insurer) {
        return table.latest().map(it -> table.count(it, insurer));
    }

    /** How many of them wait to be decided, counted up to so many. */
    public long waiting(InsurerNumber insurer, int countedMax) {
        return table.latest().map(it -> table.waiting(it, insurer, countedMax)).orElse(0L);
    }

    /**
     * One of them, decided or not.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} also where the insurer is on neither side of it
     */
    public Duplicate found(InsurerNumber insurer, UUID duplicateId) {
        return table.latest()
                .flatMap(it -> table.one(it, insurer, duplicateId))
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /**
     * An insurer says what it made of one of them: it leaves its list and stays out of it as long
     * as both persons share what they shared; of a pair of two insurers the other one decides for
     * itself. The same outcome again changes nothing.
     *
     * @param clerk who says so
     * @param by the caller as audit entries name it
     * @throws Fault {@link FaultCode#NOT_FOUND} where the insurer is on neither side; {@link
     *     FaultCode#VALUES_CONTRADICT} when the reason is none for such a pair; {@link
     *     FaultCode#STEP_OUT_OF_ORDER} when it decided otherwise, or says that it mended what
     *     stands as it was found
     */
    public Duplicate decide(
            InsurerNumber insurer,
            UUID duplicateId,
            Duplicate.Reason reason,
            Clerk clerk,
            String by) {
        return transaction.execute(_ -> {
            Duplicate duplicate = found(insurer, duplicateId);
            if (!reason.fits(duplicate)) {
                throw new Fault(FaultCode.VALUES_CONTRADICT, "reason");
            }
            if (duplicate.decided().isEmpty()) {
                if (reason == Duplicate.Reason.OWN_MENDED && !mended(duplicate)) {
                    throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
                }
                Instant at = now();
                if (table.decide(duplicate, reason, clerk, by, at)) {
                    record(duplicate, reason, clerk, at, by);
                }
                duplicate = found(insurer, duplicateId);
            }
            if (duplicate.decided().orElseThrow().outcome() != reason.outcome()) {
                throw new Fault(FaultCode.STEP_OUT_OF_ORDER);
            }
            return duplicate;
        });
    }

    /** Whether anything of this insurer's was registered since they were found, or has ended. */
    private boolean mended(Duplicate duplicate) {
        return registry
                .own(
                        duplicate.insurer(),
                        List.of(duplicate.coverageId(), duplicate.otherCoverageId()))
                .values()
                .stream()
                .anyMatch(it ->
                        it.recordedAt().isAfter(duplicate.foundAt())
                                || it.invalidatedAt().isPresent()
                                || it.lostOn().isPresent());
    }

    /** Of each person of this insurer's own. */
    private void record(
            Duplicate duplicate, Duplicate.Reason reason, Clerk clerk, Instant at, String by) {
        audit.append(decided(duplicate, duplicate.personId(), reason, clerk, at, by));
        if (duplicate.within()) {
            audit.append(decided(duplicate, duplicate.otherPersonId(), reason, clerk, at, by));
        }
    }

    private static AuditEntry decided(
            Duplicate duplicate,
            UUID person,
            Duplicate.Reason reason,
            Clerk clerk,
            Instant at,
            String by) {
        return AuditEntry.about(
                person,
                UUID.randomUUID(),
                AuditEvent.DUPLICATE_DECIDED,
                at,
                by,
                Map.of(
                        "duplicate", duplicate.duplicateId().toString(),
                        "outcome", reason.outcome().name(),
                        "reason", reason.name(),
                        "clerk", clerk.name()));
    }

    private void refuseUnknown(UUID surveyId) {
        if (!table.known(surveyId)) {
            throw new Fault(FaultCode.NOT_FOUND);
        }
    }

    private void record(UUID surveyId, AuditEvent event, String by) {
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        event,
                        now(),
                        by,
                        Map.of("survey", surveyId.toString())));
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
