package org.onshi.server.insurerdoor;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.registry.NextBranch;
import org.onshi.server.registry.Registry;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The next free branch number of a household (requirements B-01, B-24). */
@RestController
@Tag(name = "branch numbers", description = "次に空いている枝番。")
class BranchDoor {
    private final Registry registry;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    BranchDoor(
            Registry registry,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.registry = registry;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Which of the caller's own households; in a body, because no number stands in a URL. */
    record Household(String symbol, String number) {
        InsuredIdentifier identifier() {
            return new CoverageRequest("", symbol, number, "", "").identifier();
        }

        @Override
        public String toString() {
            return "Household[…]";
        }
    }

    /**
     * The answer.
     *
     * @param branch two digits
     */
    record Proposal(String branch) {}

    @Operation(
            summary = "次に空いている枝番を調べる / Ask for the next free branch number",
            description =
                    "その記号・番号で、だれも使ったことのない枝番です（喪失・取消の後も使いません）。予約はされません。00〜99 を使い切ると"
                            + " ONSHI-F3055、後期高齢者医療は ONSHI-F3056。調べたことは監査ログに残ります。 / One that nobody"
                            + " ever had under this symbol and number, not even before a loss or a"
                            + " cancellation. It is not reserved. Recorded in the audit log.")
    @PostMapping(
            path = "/insurer/branch-numbers/next",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Proposal next(Caller caller, @RequestBody Household household) {
        return next(new InsurerNumber(caller.code()), caller.auditName(), household.identifier());
    }

    /**
     * The same for the console.
     *
     * @param own whose household it is
     * @param reader who asks, as audit entries name it
     * @throws Fault {@link FaultCode#BRANCHES_EXHAUSTED}, {@link FaultCode#BRANCH_NOT_USED}
     */
    Proposal next(InsurerNumber own, String reader, InsuredIdentifier household) {
        return switch (asked(own, reader, household)) {
            case NextBranch.Free free -> new Proposal(free.branch());
            case NextBranch.NoneLeft none -> throw new Fault(FaultCode.BRANCHES_EXHAUSTED);
            case NextBranch.NotUsed none -> throw new Fault(FaultCode.BRANCH_NOT_USED);
        };
    }

    /** A look that led to a refusal is recorded as well. */
    private NextBranch asked(InsurerNumber own, String reader, InsuredIdentifier household) {
        return transaction.execute(_ -> {
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            AuditEvent.BRANCH_PROPOSED,
                            clock.instant(),
                            reader,
                            Map.of()));
            return registry.nextBranch(own, household);
        });
    }
}
