package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.duties.Duplicate;
import org.onshi.server.duties.DuplicateCount;
import org.onshi.server.duties.DuplicateSurveys;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Insurer;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * An insurer's persons who share all five attributes with another person, of the other only who its
 * insurer is, and what the insurer decides about each (requirements B-15). Overlaps of one person
 * stand in the list of conflicts.
 */
@RestController
@Tag(name = "duplicates", description = "重複の疑い。")
class DuplicateDoor {
    /** Suspects in one answer; each is an entry of the audit log. */
    static final int PAGE_MAX = 100;

    private static final String PATH = "/insurer/duplicate-suspects";

    private final DuplicateSurveys surveys;
    private final Registry registry;
    private final Readings readings;
    private final TransactionTemplate transaction;

    DuplicateDoor(
            DuplicateSurveys surveys,
            Registry registry,
            Readings readings,
            PlatformTransactionManager transactions) {
        this.surveys = surveys;
        this.registry = registry;
        this.readings = readings;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     * @param figures of all pages; on the first one only, and absent before the first survey
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<Suspect> suspects, Optional<UUID> next, Optional<Figures> figures) {
        @Override
        public String toString() {
            return "Page[" + suspects.size() + "]";
        }
    }

    /**
     * How many pairs the latest survey found, how many of them this insurer has ended, the rest.
     */
    record Figures(long found, long ended, long open) {
        static Figures of(DuplicateCount count) {
            return new Figures(count.suspects(), count.ended(), count.open());
        }
    }

    /** One of them. */
    record Suspect(
            @JsonProperty("duplicate_id") UUID duplicateId,
            ConflictDoor.OwnCoverage own,
            ConflictDoor.OtherInsurer other) {
        @Override
        public String toString() {
            return "Suspect[" + duplicateId + "]";
        }
    }

    @Operation(
            summary = "5情報が同じ別の方の疑いを見る / Read who shares all attributes with another person",
            description =
                    "最後に終わった重複調査の結果のうち、判断が済んでいないもの。同じ方が二つの番号で登録されていないか確かめてください。100 件まで、続きは next を"
                        + " after に。最初のページの figures は、見つかった組、当方が終えた組、残りの件数。見たことは監査ログに残ります。 / As the"
                        + " latest finished survey found them, those to be decided; 100 at a time,"
                        + " send next as after for more. figures, on the first page: found, ended"
                        + " by this insurer, open. Recorded in the audit log.")
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Page suspects(Caller caller, @RequestParam Optional<UUID> after) {
        return suspects(new InsurerNumber(caller.code()), caller.auditName(), after);
    }

    /**
     * The same for the console.
     *
     * @param own whose insured are shown
     * @param reader who reads, as audit entries name it
     */
    Page suspects(InsurerNumber own, String reader, Optional<UUID> after) {
        return transaction.execute(_ -> {
            List<Duplicate> found = surveys.suspects(own, after, PAGE_MAX + 1);
            List<Duplicate> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
            Map<UUID, Coverage> coverages =
                    registry.own(own, page.stream().map(Duplicate::coverageId).toList());
            readings.record(AuditEvent.DUPLICATE_READ, reader, List.copyOf(coverages.values()));
            return new Page(
                    page.stream().map(it -> suspect(it, coverages.get(it.coverageId()))).toList(),
                    found.size() > PAGE_MAX
                            ? Optional.of(page.getLast().duplicateId())
                            : Optional.empty(),
                    after.isEmpty() ? surveys.count(own).map(Figures::of) : Optional.empty());
        });
    }

    /**
     * One of them, with what the insurer itself has registered of it.
     *
     * @param duplicate as it was found, and what this insurer made of it
     * @param other the other one's coverage, where it is this insurer's own; of another insurer's
     *     there is only its name (告知要求制限, B-18)
     */
    record Pair(
            Duplicate duplicate,
            Coverage own,
            Optional<Coverage> other,
            ConflictDoor.OtherInsurer otherInsurer) {
        @Override
        public String toString() {
            return "Pair[" + own.coverageId() + "]";
        }
    }

    /**
     * One suspect, to be compared.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} also where it is none of this insurer's
     */
    Pair pair(InsurerNumber own, String reader, UUID duplicateId) {
        return transaction.execute(_ -> {
            Duplicate duplicate = surveys.found(own, duplicateId);
            Map<UUID, Coverage> coverages =
                    registry.own(own, List.of(duplicate.coverageId(), duplicate.otherCoverageId()));
            Coverage first = coverages.get(duplicate.coverageId());
            readings.record(AuditEvent.DUPLICATE_READ, reader, List.copyOf(coverages.values()));
            return new Pair(
                    duplicate,
                    first,
                    Optional.ofNullable(coverages.get(duplicate.otherCoverageId())),
                    otherInsurer(duplicate));
        });
    }

    /**
     * What the insurer decides; absent members are null here, as JSON has it, and nowhere else.
     *
     * @param outcome a name of {@link Duplicate.Outcome}
     * @param reason a name of {@link Duplicate.Reason}
     */
    record Decision(String outcome, String clerk, String reason) {}

    /** What became of it. */
    record Decided(@JsonProperty("duplicate_id") UUID duplicateId, String outcome) {}

    @Operation(
            summary = "重複の疑いを判断する / Decide about a suspected duplicate",
            description =
                    "outcome は DIFFERENT_PERSONS（reason は DOCUMENTS_SEEN, PERSON_ASKED,"
                        + " OTHER_INSURER_ASKED）か MENDED（OWN_MENDED, OTHER_INSURER_MENDED）。確かめた担当者"
                        + " clerk（英数字）を付けて。一覧から消え、二人の 5"
                        + " 情報が変わらない限り、後の調査でも出ません。相手の保険者は別に判断します。OWN_MENDED は登録を直した後に。 / It leaves"
                        + " the list and later surveys do not bring it back as long as both"
                        + " persons' attributes stay. Another insurer decides for its own side."
                        + " OWN_MENDED comes after the registration that mends.")
    @PostMapping(
            path = PATH + "/{id}/decision",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Decided decide(Caller caller, @PathVariable UUID id, @RequestBody Decision decision) {
        Duplicate.Reason reason = ClerksWord.duplicate(decision.outcome(), decision.reason());
        Duplicate decided =
                surveys.decide(
                        new InsurerNumber(caller.code()),
                        id,
                        reason,
                        ClerksWord.clerk(decision.clerk()),
                        caller.auditName());
        return new Decided(id, decided.decided().orElseThrow().outcome().name());
    }

    private ConflictDoor.OtherInsurer otherInsurer(Duplicate duplicate) {
        return new ConflictDoor.OtherInsurer(
                duplicate.otherInsurer().digits(),
                registry.insurer(duplicate.otherInsurer()).map(Insurer::name));
    }

    private Suspect suspect(Duplicate duplicate, Coverage coverage) {
        return new Suspect(
                duplicate.duplicateId(),
                ConflictDoor.OwnCoverage.of(coverage),
                otherInsurer(duplicate));
    }
}
