package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.callers.Misuses;
import org.onshi.server.corrections.Viewing;
import org.onshi.server.corrections.WrongLink;
import org.onshi.server.corrections.WrongLinks;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Wrong links of an insurer's own coverages (requirements J-02): from the suspicion to the
 * correction, one step after the other. The case's id stands in a URL, never a person's.
 */
@RestController
@Tag(name = "wrong links", description = "紐付け誤りの疑いから訂正まで。")
class WrongLinkDoor {
    /** Cases, or looks, in one answer. */
    private static final int PAGE_MAX = 100;

    private static final String PATH = "/insurer/wrong-links";

    private final WrongLinks wrongLinks;
    private final Audit audit;
    private final Misuses misuses;
    private final InstantSource clock;

    WrongLinkDoor(WrongLinks wrongLinks, Audit audit, Misuses misuses, InstantSource clock) {
        this.wrongLinks = wrongLinks;
        this.audit = audit;
        this.misuses = misuses;
        this.clock = clock;
    }

    /**
     * A suspicion; absent members are null here, as JSON has it, and nowhere else.
     *
     * @param coverage which of the caller's coverages
     * @param source who or what found it, a name of {@link WrongLink.Source}
     * @param former true for the person it stood with before the right number was sent
     */
    record Suspicion(CoverageRequest coverage, String source, Boolean former) {}

    /** What the insurer found out. */
    record Decision(Boolean wrong, String clerk) {}

    /** Who puts it right. */
    record Correction(String clerk) {}

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Cases(@JsonProperty("wrong_links") List<Case> wrongLinks, Optional<UUID> next) {}

    /**
     * One case; the times of the steps taken.
     *
     * @param told a name of {@link WrongLink.Telling}, once it is corrected
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Case(
            @JsonProperty("wrong_link_id") UUID wrongLinkId,
            @JsonProperty("coverage_id") UUID coverageId,
            String state,
            String source,
            @JsonProperty("linked_at") Instant linkedAt,
            @JsonProperty("suspended_at") Instant suspendedAt,
            @JsonProperty("looked_up_at") Optional<Instant> lookedUpAt,
            Optional<Integer> viewings,
            @JsonProperty("decided_at") Optional<Instant> decidedAt,
            @JsonProperty("corrected_at") Optional<Instant> correctedAt,
            Optional<String> told,
            @JsonProperty("published_at") Optional<Instant> publishedAt,
            @JsonProperty("next_step") String nextStep) {
        static Case of(WrongLink link) {
            return new Case(
                    link.wrongLinkId(),
                    link.coverageId(),
                    link.state().name(),
                    link.source().name(),
                    link.linkedAt(),
                    link.suspendedAt(),
                    link.lookedUp().map(WrongLink.LookedUp::at),
                    link.lookedUp().map(WrongLink.LookedUp::viewings),
                    link.decided().map(WrongLink.Decided::at),
                    link.corrected().map(WrongLink.Corrected::at),
                    link.telling().map(Enum::name),
                    link.publishedAt(),
                    WrongLinkDoor.nextStep(link));
        }
    }

    /**
     * Who looked while the link was in question.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Viewings(List<Viewed> viewings, Optional<UUID> next) {}

    /**
     * One of them.
     *
     * @param entryId of the entry in the audit log
     * @param event its event's code, as docs/audit-events.md has it
     */
    record Viewed(@JsonProperty("entry_id") UUID entryId, String event, String caller, Instant at) {
        static Viewed of(Viewing viewing) {
            return new Viewed(viewing.entryId(), viewing.event(), viewing.caller(), viewing.at());
        }
    }

    /** What came of telling the person, once that is known, and what is to be done. */
    private static String nextStep(WrongLink link) {
        Optional<WrongLink.Telling> telling =
                link.telling().filter(_ -> link.state() == WrongLink.State.CORRECTED);
        return telling.map(it -> it.japanese() + "。").orElse("")
                + link.state().nextJapanese()
                + "。 / "
                + telling.map(it -> it.english() + ". ").orElse("")
                + link.state().nextEnglish()
                + ".";
    }

    @Operation(
            summary = "紐付け誤りの疑いを届け出て、閲覧を止める / Report a suspicion and stop viewing",
            description =
                    "その資格での回答と、紐付いている方の医療情報の閲覧を直ちに止めます。 / Stops at once answers with the"
                            + " coverage and every view of medical information of whoever it is"
                            + " linked to. former: true where CORRECT has moved it already and"
                            + " what came under it has to follow.")
    @PostMapping(
            path = PATH,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Case suspect(Caller caller, @RequestBody Suspicion suspicion) {
        CoverageRequest coverage =
                Optional.ofNullable(suspicion.coverage())
                        .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "coverage"));
        InsurerNumber own = coverage.own(caller, misuses);
        InsuredIdentifier identifier = coverage.identifier();
        LocalDate birthDate = coverage.birthDay();
        WrongLink.Source source = source(suspicion.source());
        String by = caller.auditName();
        return Case.of(
                Boolean.TRUE.equals(suspicion.former())
                        ? wrongLinks.suspendFormer(own, identifier, birthDate, source, by)
                        : wrongLinks.suspend(own, identifier, birthDate, source, by));
    }

    private static WrongLink.Source source(String name) {
        if (name == null) {
            throw new Fault(FaultCode.FIELD_MISSING, "source");
        }
        return Arrays.stream(WrongLink.Source.values())
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Fault(FaultCode.CODE_UNKNOWN, "source"));
    }

    @Operation(
            summary = "処理状況を見る / Read the cases",
            description =
                    "古い順に 100 件まで。続きは next を after に。 / The oldest first, 100 at a time; send next"
                            + " as after for more.")
    @GetMapping(path = PATH, produces = MediaType.APPLICATION_JSON_VALUE)
    Cases cases(Caller caller, @RequestParam Optional<UUID> after) {
        List<WrongLink> found = wrongLinks.of(own(caller), after, PAGE_MAX + 1);
        List<WrongLink> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.WRONG_LINK_READ,
                        clock.instant(),
                        caller.auditName(),
                        Map.of("cases", Integer.toString(page.size()))));
        return new Cases(
                page.stream().map(Case::of).toList(),
                found.size() > PAGE_MAX
                        ? Optional.of(page.getLast().wrongLinkId())
                        : Optional.empty());
    }

    @Operation(
            summary = "紐付いている間のアクセスを確認する / Look through the audit log",
            description =
                    "この資格の情報が、紐付いている方のものとして、だれに、いつ、何が示されたかを監査ログから調べ、件数を記録します。 / Who"
                            + " was shown data of this coverage as the wrong person's, and when.")
    @PostMapping(path = PATH + "/{id}/look-up", produces = MediaType.APPLICATION_JSON_VALUE)
    Case lookUp(Caller caller, @PathVariable UUID id) {
        return Case.of(wrongLinks.lookUp(own(caller), id, caller.auditName()));
    }

    @Operation(
            summary = "だれが見たか / Who looked",
            description =
                    "古い順に 100 件まで。続きは next を after に。 / The earliest first, 100 at a time; send"
                            + " next as after for more.")
    @GetMapping(path = PATH + "/{id}/viewings", produces = MediaType.APPLICATION_JSON_VALUE)
    Viewings viewings(Caller caller, @PathVariable UUID id, @RequestParam Optional<UUID> after) {
        List<Viewing> found =
                wrongLinks.viewings(own(caller), id, after, PAGE_MAX + 1, caller.auditName());
        List<Viewing> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
        return new Viewings(
                page.stream().map(Viewed::of).toList(),
                found.size() > PAGE_MAX ? Optional.of(page.getLast().entryId()) : Optional.empty());
    }

    @Operation(
            summary = "誤りか否かを判定する / Decide whether it is wrong",
            description =
                    "wrong が false なら閲覧を再開して終わります。clerk は担当者（英数字）。 / With wrong false, viewing goes"
                            + " on and the case ends.")
    @PostMapping(
            path = PATH + "/{id}/decision",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Case decide(Caller caller, @PathVariable UUID id, @RequestBody Decision decision) {
        if (decision.wrong() == null) {
            throw new Fault(FaultCode.FIELD_MISSING, "wrong");
        }
        return Case.of(
                wrongLinks.decide(
                        own(caller),
                        id,
                        decision.wrong(),
                        ClerksWord.clerk(decision.clerk()),
                        caller.auditName()));
    }

    @Operation(
            summary = "訂正を完了する / Complete the correction",
            description =
                    "正しい個人番号を CORRECT で登録した後に。判定した担当者とは別の clerk が必要です。 / After CORRECT with the"
                            + " right number; by another clerk than the one who decided.")
    @PostMapping(
            path = PATH + "/{id}/correction",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Case correct(Caller caller, @PathVariable UUID id, @RequestBody Correction correction) {
        return Case.of(
                wrongLinks.correct(
                        own(caller), id, ClerksWord.clerk(correction.clerk()), caller.auditName()));
    }

    private static InsurerNumber own(Caller caller) {
        return new InsurerNumber(caller.code());
    }
}
