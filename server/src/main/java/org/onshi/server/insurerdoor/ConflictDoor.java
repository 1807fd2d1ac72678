package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.registry.ConflictSide;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Insurer;
import org.onshi.server.registry.Registry;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The conflicts an insurer is party to (requirements B-03): enough of its own coverage to mend it,
 * of the other one only whom to talk to about which days. Symbol and number of another insurer are
 * not this one's business (告知要求制限, B-18), and it does not need them.
 */
@RestController
@Tag(name = "conflicts", description = "他の保険者の資格との重なり。")
class ConflictDoor {
    /** Conflicts in one answer; each is an entry of the audit log. */
    static final int PAGE_MAX = 100;

    private final Registry registry;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    ConflictDoor(
            Registry registry,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.registry = registry;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Conflicts(List<OwnConflict> conflicts, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Conflicts[" + conflicts.size() + "]";
        }
    }

    /** One conflict: both cover on {@code [overlap_from, overlap_to)}. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OwnConflict(
            @JsonProperty("conflict_id") UUID conflictId,
            String state,
            OwnCoverage own,
            OtherInsurer other,
            @JsonProperty("overlap_from") LocalDate overlapFrom,
            @JsonProperty("overlap_to") Optional<LocalDate> overlapTo,
            @JsonProperty("recorded_at") Instant recordedAt,
            @JsonProperty("resolved_at") Optional<Instant> resolvedAt) {
        @Override
        public String toString() {
            return "OwnConflict[" + conflictId + "]";
        }
    }

    /** What a LOSE, CORRECT or CANCEL of it needs. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OwnCoverage(
            @JsonProperty("coverage_id") UUID coverageId,
            @JsonProperty("insurer_number") String insurerNumber,
            String symbol,
            String number,
            String branch,
            @JsonProperty("birth_date") LocalDate birthDate,
            @JsonProperty("acquired_on") LocalDate acquiredOn,
            @JsonProperty("lost_on") Optional<LocalDate> lostOn) {
        static OwnCoverage of(Coverage coverage) {
            return new OwnCoverage(
                    coverage.coverageId(),
                    coverage.insurer().digits(),
                    coverage.identifier().symbol(),
                    coverage.identifier().number(),
                    coverage.identifier().branch(),
                    coverage.birthDate(),
                    coverage.acquiredOn(),
                    coverage.lostOn());
        }

        @Override
        public String toString() {
            return "OwnCoverage[" + coverageId + "]";
        }
    }

    /** Whom to talk to. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record OtherInsurer(
            @JsonProperty("insurer_number") String insurerNumber, Optional<String> name) {}

    @Operation(
            summary = "他の保険者の資格との重なりを見る / Read the conflicts with other insurers",
            description =
                    "自身の資格が関わるものだけ、古い順に 100 件まで。続きは next を after"
                        + " に。相手は保険者番号・名称と重なる期間だけです。見たことは監査ログに残ります。 / Only those that concern an"
                        + " own coverage, the oldest first, 100 at a time; send next as after for"
                        + " more. Of the other insurer its number, name and the days only. The"
                        + " reading is recorded in the audit log.")
    @GetMapping(path = "/insurer/conflicts", produces = MediaType.APPLICATION_JSON_VALUE)
    Conflicts conflicts(
            Caller caller,
            @RequestParam Optional<ConflictSide.State> state,
            @RequestParam Optional<UUID> after) {
        return conflicts(new InsurerNumber(caller.code()), caller.auditName(), state, after);
    }

    /**
     * The same for the console.
     *
     * @param own whose conflicts are shown
     * @param reader who reads, as audit entries name it
     */
    Conflicts conflicts(
            InsurerNumber own,
            String reader,
            Optional<ConflictSide.State> state,
            Optional<UUID> after) {
        return transaction.execute(_ -> {
            List<ConflictSide> found = registry.conflicts(own, state, after, PAGE_MAX + 1);
            List<ConflictSide> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
            record(reader, page);
            return new Conflicts(
                    page.stream().map(this::answer).toList(),
                    found.size() > PAGE_MAX
                            ? Optional.of(page.getLast().conflictId())
                            : Optional.empty());
        });
    }

    private OwnConflict answer(ConflictSide conflict) {
        return new OwnConflict(
                conflict.conflictId(),
                conflict.state().name(),
                OwnCoverage.of(conflict.own()),
                new OtherInsurer(
                        conflict.other().digits(),
                        registry.insurer(conflict.other()).map(Insurer::name)),
                conflict.overlapFrom(),
                conflict.overlapTo(),
                conflict.recordedAt(),
                conflict.resolvedAt());
    }

    /**
     * An entry a conflict, so that each person finds who looked; those of one page share its id. A
     * coverage that a correction moved is another person's now, who finds it too. A look that
     * showed nothing is recorded as well.
     */
    private void record(String reader, List<ConflictSide> page) {
        Instant at = clock.instant();
        String id = UUID.randomUUID().toString();
        if (page.isEmpty()) {
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.CONFLICT_READ,
                            at,
                            reader,
                            Map.of("page", id)));
            return;
        }
        audit.appendAll(
                page.stream()
                        .flatMap(conflict ->
                                Stream.of(conflict.personId(), conflict.own().personId())
                                        .distinct()
                                        .map(person -> entry(reader, at, id, person, conflict)))
                        .toList());
    }

    private static AuditEntry entry(
            String reader, Instant at, String page, UUID person, ConflictSide conflict) {
        return AuditEntry.about(
                person,
                UUID.randomUUID(),
                AuditEvent.CONFLICT_READ,
                at,
                reader,
                Map.of(
                        "page",
                        page,
                        "conflict",
                        conflict.conflictId().toString(),
                        "coverage",
                        conflict.own().coverageId().toString()));
    }
}
