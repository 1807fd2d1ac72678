package org.onshi.server.eligibility;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.FacilityCode;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.wire.Element;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.JsonMessage;
import org.springframework.transaction.support.TransactionTemplate;

/** How requests about many people are taken and handed over, whatever is wanted for them. */
final class BulkIntake {
    private final BulkTable table;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    BulkIntake(BulkTable table, Audit audit, TransactionTemplate transaction, InstantSource clock) {
        this.table = table;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Takes a request; it is kept when this returns.
     *
     * @param bulkId the same for a repeated request
     * @return when it was taken; of a repeated request, the first time
     * @throws Fault {@link FaultCode#IDEMPOTENCY_KEY_REUSED} for another message under the same id,
     *     {@link FaultCode#TOO_MANY_REQUESTS} when too many of this facility wait
     */
    Instant take(UUID bulkId, FacilityCode facility, Element upload, int rows) {
        byte[] message = JsonMessage.bytes(upload);
        byte[] digest = digest(message);
        Instant now = clock.instant();
        Optional<BulkTable.Received> known = table.received(bulkId);
        if (known.isEmpty() && table.waitingOf(facility) >= BulkLimits.WAITING_PER_FACILITY_MAX) {
            throw new Fault(FaultCode.TOO_MANY_REQUESTS);
        }
        transaction.executeWithoutResult(status -> {
            if (table.insert(bulkId, facility, now, rows, message, digest)) {
                audit.append(
                        AuditEntry.of(
                                CheckId.ofReceipt(bulkId),
                                AuditEvent.BULK_RECEIVED,
                                now,
                                CheckRecord.caller(facility),
                                Map.of("bulk", bulkId.toString(), "rows", Integer.toString(rows))));
            }
        });
        BulkTable.Received received = table.received(bulkId).orElseThrow();
        if (!MessageDigest.isEqual(received.digest(), digest)) {
            throw new Fault(FaultCode.IDEMPOTENCY_KEY_REUSED);
        }
        return received.at();
    }

    /** Records that the results were handed over. */
    void fetched(UUID bulkId, FacilityCode facility) {
        audit.append(
                AuditEntry.of(
                        UUID.randomUUID(),
                        AuditEvent.BULK_FETCHED,
                        clock.instant(),
                        CheckRecord.caller(facility),
                        Map.of("bulk", bulkId.toString())));
    }

    /** What a reception number stands for; empty for one that is not ours. */
    static Optional<UUID> bulkId(String receptionNumber) {
        String text = receptionNumber.strip();
        try {
            return Optional.of(UUID.fromString(text)).filter(it -> it.toString().equals(text));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    private static byte[] digest(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
