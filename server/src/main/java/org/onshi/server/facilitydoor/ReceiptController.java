package org.onshi.server.facilitydoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.InclusionProof;
import org.onshi.server.callers.Caller;
import org.onshi.server.eligibility.Eligibility;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * 受取票: proof that a check stands in the audit log, to settle a claim or an outage with later
 * (design §3.7). It is made when it is asked for, so that no check pays a signature.
 */
@RestController
class ReceiptController {
    /** The entry has its place in the signed log. */
    private static final String PROVEN = "PROVEN";

    /** The entry waits for its place, up to a second; ask again. */
    private static final String WAITING = "WAITING";

    private final Eligibility eligibility;
    private final Audit audit;

    ReceiptController(Eligibility eligibility, Audit audit) {
        this.eligibility = eligibility;
        this.audit = audit;
    }

    /**
     * A receipt. Verified with {@code audit.pub} alone: hash the entry as an RFC 6962 leaf, follow
     * the path from the place, and compare with the root of the signed checkpoint.
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ReceiptReply(
            UUID checkId,
            Instant checkedAt,
            String facilityCode,
            String verdict,
            String state,
            Optional<String> entry,
            Optional<Long> leafIndex,
            Optional<List<String>> path,
            Optional<String> checkpoint) {}

    @Operation(summary = "受取票 / The receipt of one of the caller's own checks")
    @GetMapping(path = "/facility/receipts/{checkId}", produces = MediaType.APPLICATION_JSON_VALUE)
    ReceiptReply receipt(Caller caller, @PathVariable String checkId) {
        AuditEntry check =
                IdempotencyKey.uuid(checkId)
                        .flatMap(id -> eligibility.recorded(OwnName.of(caller), id))
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        Optional<InclusionProof> proof = audit.prove(check.entryId());
        return new ReceiptReply(
                check.entryId(),
                check.at(),
                caller.code(),
                check.details().getOrDefault("verdict", ""),
                proof.isPresent() ? PROVEN : WAITING,
                proof.map(InclusionProof::entry),
                proof.map(InclusionProof::leafIndex),
                proof.map(InclusionProof::path),
                proof.map(InclusionProof::checkpoint));
    }
}
