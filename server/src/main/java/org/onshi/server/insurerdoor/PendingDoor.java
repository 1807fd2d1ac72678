package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.registry.ConfirmationReason;
import org.onshi.server.registry.PendingCoverage;
import org.onshi.server.registry.Pendings;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * An insurer's pending coverages, compared with the resident register attribute by attribute, and
 * its confirmation (requirements B-05, B-07). Its own values it has; the register's it never sees.
 */
@RestController
@Tag(name = "pending", description = "保留の資格。")
class PendingDoor {
    /** Coverages in one answer; each is an entry of the audit log. */
    static final int PAGE_MAX = 100;

    private final Pendings pendings;
    private final Readings readings;
    private final TransactionTemplate transaction;

    PendingDoor(Pendings pendings, Readings readings, PlatformTransactionManager transactions) {
        this.pendings = pendings;
        this.readings = readings;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * A page.
     *
     * @param next to ask for the next page with, as {@code after}; absent on the last one
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Page(List<Pending> pending, Optional<UUID> next) {
        @Override
        public String toString() {
            return "Page[" + pending.size() + "]";
        }
    }

    /** One pending coverage. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Pending(
            ConflictDoor.OwnCoverage own,
            boolean confirmable,
            String code,
            String column,
            String message,
            @JsonProperty("message_en") String messageEn,
            List<PendingCoverage.Compared> compared,
            Instant since) {
        static Pending of(PendingCoverage one) {
            return new Pending(
                    ConflictDoor.OwnCoverage.of(one.coverage()),
                    one.confirmable(),
                    one.code().name(),
                    one.column(),
                    one.code().message(one.column()),
                    one.code().messageEn(one.column()),
                    one.compared(),
                    one.since());
        }

        @Override
        public String toString() {
            return "Pending[" + own.coverageId() + "]";
        }
    }

    /**
     * Who confirms what, and why.
     *
     * @param clerk the insurer's own word
     * @param reason a name of {@link ConfirmationReason}
     * @param since of the pending coverage as it was read
     */
    record Confirmation(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String clerk,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String reason,
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant since) {}

    @Operation(
            summary = "保留の資格を見る / Read the pending coverages",
            description =
                    "100 件まで。続きは next を after に。住民登録の値は示さず、項目ごとの比較の結果だけを示します。見たことは監査ログに残ります。"
                            + " / 100 at a time; send next as after for more. How each attribute"
                            + " compared, never the resident register's values. The reading is"
                            + " recorded in the audit log.")
    @GetMapping(path = "/insurer/pending", produces = MediaType.APPLICATION_JSON_VALUE)
    Page pending(Caller caller, @RequestParam Optional<UUID> after) {
        return pending(own(caller), caller.auditName(), after);
    }

    /**
     * The same for the console.
     *
     * @param own whose pending coverages are shown
     * @param reader who reads, as audit entries name it
     */
    Page pending(InsurerNumber own, String reader, Optional<UUID> after) {
        return transaction.execute(_ -> {
            List<PendingCoverage> found = pendings.of(own, after, PAGE_MAX + 1);
            List<PendingCoverage> page = found.subList(0, Math.min(PAGE_MAX, found.size()));
            readings.record(
                    AuditEvent.PENDING_READ,
                    reader,
                    page.stream().map(PendingCoverage::coverage).toList());
            return new Page(
                    page.stream().map(Pending::of).toList(),
                    found.size() > PAGE_MAX
                            ? Optional.of(page.getLast().coverage().coverageId())
                            : Optional.empty());
        });
    }

    @Operation(
            summary = "保留の資格が正しいことを確認する / Confirm a pending coverage",
            description =
                    "本人の番号であると確かめたうえで送ってください。すぐに有効になります。clerk は担当者（英数字）、reason は DOCUMENTS_SEEN,"
                        + " PERSON_ASKED, REGISTER_NOT_YET_MENDED、since"
                        + " は確かめたときに一覧で見た値をそのまま。その後で番号や比較の結果が変わっていれば"
                        + " 409（ONSHI-F3037）で、何も変わりません。監査ログに残ります。 / After making sure that the"
                        + " number is the person's; it becomes active at once. since is the list's,"
                        + " as it stood when the clerk made sure: 409 (ONSHI-F3037) and no change"
                        + " where number or comparison is another since. Recorded in the audit"
                        + " log.")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @PostMapping(
            path = "/insurer/pending/{id}/confirm",
            consumes = MediaType.APPLICATION_JSON_VALUE)
    void confirm(Caller caller, @PathVariable UUID id, @RequestBody Confirmation confirmation) {
        pendings.confirm(
                own(caller),
                new Pendings.Confirmation(
                        id,
                        Optional.ofNullable(confirmation.since())
                                .orElseThrow(() -> new Fault(FaultCode.FIELD_MISSING, "since")),
                        ClerksWord.clerk(confirmation.clerk()),
                        ClerksWord.reason(confirmation.reason())),
                caller.auditName(),
                () -> {});
    }

    private static InsurerNumber own(Caller caller) {
        return new InsurerNumber(caller.code());
    }
}
