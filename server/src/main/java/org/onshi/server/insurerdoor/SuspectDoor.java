package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.corrections.Suspect;
import org.onshi.server.corrections.Suspects;
import org.onshi.server.registry.ConfirmationReason;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.PendingCoverage;
import org.onshi.server.registry.RegisterFinding;
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
 * An insurer's linked coverages that the resident register does not confirm, and what the insurer
 * decides about each (requirements B-12). The register's values it never sees.
 */
@RestController
@Tag(name = "suspects", description = "住民登録で確かめられない紐付け。")
class SuspectDoor {
    /** Suspects in one answer; each is an entry of the audit log. */
    static final int PAGE_MAX = 100;

    private static final String PATH = "/insurer/suspects";

    private final Suspects suspects;
    private final Registry registry;
    private final Readings readings;
    private final TransactionTemplate transaction;

    SuspectDoor(
            Suspects suspects,
            Registry registry,
            Readings readings,
            PlatformTransactionManager transactions) {
        this.suspects = suspects;
        this.registry = registry;
        this.readings = readings;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<Task> suspects, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Page[" + suspects.size() + "]";
        }
    }

    /** One suspect to be decided. */
    record Task(
            @JsonProperty("suspect_id") UUID suspectId,
            ConflictDoor.OwnCoverage own,
            String kind,
            String message,
            List<PendingCoverage.Compared> compared,
            boolean clearable,
            Instant since,
            String finding) {
        static Task of(Suspect suspect, Coverage coverage) {
            return new Task(
                    suspect.suspectId(),
                    ConflictDoor.OwnCoverage.of(coverage),
                    suspect.kind().name(),
                    SuspectDoor.message(suspect.kind()),
                    suspect.compared(),
                    suspect.clearable(),
                    suspect.foundAt(),
                    suspect.finding());
        }

        @Override
        public String toString() {
            return "Task[" + suspectId + "]";
        }
    }

    /**
     * What the insurer decides; absent members are null here, as JSON has it, and nowhere else.
     *
     * @param wrong false to clear it, then with a reason
     * @param finding of the list: what was seen
     * @param reason a name of {@link ConfirmationReason}
     */
    record Decision(Boolean wrong, String finding, String clerk, String reason) {}

    /** What became of it; for a wrong link, and only then, the case that stops viewing. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Decided(
            @JsonProperty("suspect_id") UUID suspectId,
            String outcome,
            @JsonProperty("wrong_link_id") Optional<UUID> wrongLinkId) {
        static Decided of(Suspect suspect) {
            Suspect.Decided decided = suspect.decided().orElseThrow();
            return new Decided(
                    suspect.suspectId(), decided.outcome().name(), decided.wrongLinkId());
        }
    }

    /** What was found and what to do, Japanese and English. */
    static String message(RegisterFinding.Kind kind) {
        return switch (kind) {
            case MATCH -> throw new IllegalStateException("a match is no suspect");
            case DIFFERS ->
                    "この個人番号の方の住民登録と違う項目があります。誤りなら CORRECT で直し、別の方なら紐付け誤りとしてください。 / An"
                            + " attribute differs from the resident with this number. Mend it with"
                            + " CORRECT, or decide that the link is wrong.";
            case UNCLEAR ->
                    "読めない文字などで、同じ方か判断できません。本人か書類で確かめてください。 / Whether it is the same person cannot"
                            + " be told. Make sure by the person or documents.";
            case OTHER_NUMBER ->
                    "5 情報が同じ方の個人番号は、登録された番号と違います。正しい番号を CORRECT で送るか、紐付け誤りとしてください。 / The"
                            + " resident with these five attributes has another number. Send the"
                            + " right one with CORRECT, or decide that the link is wrong.";
            case UNKNOWN ->
                    "住民登録に、この 5 情報の方も、この個人番号の方もいません。本人か書類で確かめてください。 / The register knows neither"
                            + " these attributes nor this number. Make sure by the person or"
                            + " documents.";
            case UNREADABLE ->
                    "住民登録側の応答が読めませんでした。本人か書類で確かめてください。 / The register's answer made no sense. Make"
                            + " sure by the person or documents.";
        };
    }

    @Operation(
            summary = "住民登録で確かめられない紐付けを見る / Read links that the resident register does not confirm",
            description =
                    "判断が済んでいないもの、100 件まで。続きは next を after"
                        + " に。住民登録の値は示さず、項目ごとの比較の結果だけを示します。見たことは監査ログに残ります。 / Those to be decided,"
                        + " 100 at a time; send next as after for more. How each attribute"
                        + " compared, never the register's values. The reading is recorded in the"
                        + " audit log.")
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Page suspects(Caller caller, @RequestParam Optional<UUID> after) {
        return suspects(own(caller), caller.auditName(), after);
    }

    /**
     * The same for the console.
     *
     * @param own whose suspects are shown
     * @param reader who reads, as audit entries name it
     */
    Page suspects(InsurerNumber own, String reader, Optional<UUID> after) {
        return transaction.execute(_ -> {
            List<Suspect> found = suspects.of(own, after, PAGE_MAX + 1);
            List<Suspect> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
            Map<UUID, Coverage> coverages =
                    registry.own(own, page.stream().map(Suspect::coverageId).toList());
            readings.recordEach(
                    AuditEvent.SUSPECT_READ,
                    reader,
                    page.stream()
                            .flatMap(it -> abouts(it, coverages.get(it.coverageId())))
                            .toList());
            return new Page(
                    page.stream().map(it -> Task.of(it, coverages.get(it.coverageId()))).toList(),
                    found.size() > PAGE_MAX
                            ? Optional.of(page.getLast().suspectId())
                            : Optional.empty());
        });
    }

    /** Whose it was, and whose it is by now: shown is what stands. */
    static Stream<ConsoleLog.About> abouts(Suspect suspect, Coverage now) {
        return Stream.of(suspect.personId(), now.personId())
                .distinct()
                .map(it ->
                        new ConsoleLog.About(
                                it, Map.of("suspect", suspect.suspectId().toString())));
    }

    @Operation(
            summary = "紐付けの疑いを判断する / Decide about a suspect",
            description =
                    "wrong が true なら直ちに閲覧を止め、紐付け誤りの処理を始めます。false は、見た一覧の finding と、確かめた担当者"
                        + " clerk（英数字）と reason（DOCUMENTS_SEEN, PERSON_ASKED,"
                        + " REGISTER_NOT_YET_MENDED）を付けて。生年月日・性別の相違、別の番号には使えません。資格がもうその方に紐付いていなければ"
                        + " outcome は MOVED で、することはありません。 / With wrong true viewing stops at once"
                        + " and a case begins. False needs finding of the list, the clerk and a"
                        + " reason, and never stands against birth date, sex or another number."
                        + " MOVED where the coverage stands with that person no more: nothing is"
                        + " left to do.")
    @PostMapping(
            path = PATH + "/{id}/decision",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Decided decide(Caller caller, @PathVariable UUID id, @RequestBody Decision decision) {
        if (decision.wrong() == null) {
            throw new Fault(FaultCode.FIELD_MISSING, "wrong");
        }
        return Decided.of(
                decision.wrong()
                        ? suspects.wrong(own(caller), id, caller.auditName())
                        : suspects.clear(
                                own(caller),
                                id,
                                Optional.ofNullable(decision.finding())
                                        .orElseThrow(() ->
                                                new Fault(FaultCode.FIELD_MISSING, "finding")),
                                ClerksWord.clerk(decision.clerk()),
                                ClerksWord.reason(decision.reason()),
                                caller.auditName()));
    }

    private static InsurerNumber own(Caller caller) {
        return new InsurerNumber(caller.code());
    }
}
