package org.onshi.server.registry;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.onshi.kernel.IndividualNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Numbers kept beside pending coverages, and of linked ones that are being asked about, opened: the
 * only way back to their digits. Each opening is entered in the audit log before it is done; an
 * entry too many says less wrong than one that is missing.
 */
final class KeptNumbers {
    private final KeptNumberTable table;
    private final VaultKeys keys;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate ofItsOwn;

    /**
     * @param transactions so that the entry stands whatever becomes of the transaction in which
     *     somebody asks
     */
    KeptNumbers(
            KeptNumberTable table,
            VaultKeys keys,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
        this.ofItsOwn = new TransactionTemplate(transactions);
        this.ofItsOwn.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** A number and by what it is found. */
    record Kept(VaultLookup lookup, IndividualNumber number) {
        @Override
        public String toString() {
            return "Kept[…]";
        }
    }

    /**
     * The number kept last beside each pending coverage; those without, or whose number does not
     * open with the keys there are, are left out.
     *
     * @param caller for whom, as audit entries name it
     * @param purpose why, a short ASCII code
     */
    Map<UUID, Kept> open(Collection<UUID> coverages, String caller, String purpose) {
        recordOpening(coverages, caller, purpose);
        return found(table.kept(coverages));
    }

    /**
     * The numbers by which coverages are linked, for those about which the register is being asked;
     * otherwise the same.
     */
    Map<UUID, Kept> openLinked(Collection<UUID> coverages, String caller, String purpose) {
        recordOpening(coverages, caller, purpose);
        return found(table.linked(coverages));
    }

    private void recordOpening(Collection<UUID> coverages, String caller, String purpose) {
        Instant at = clock.instant();
        List<AuditEntry> entries =
                coverages.stream()
                        .map(coverage ->
                                AuditEntry.of(
                                        UUID.randomUUID(),
                                        AuditEvent.VAULT_USED,
                                        at,
                                        caller,
                                        Map.of(
                                                "purpose",
                                                purpose,
                                                "coverage",
                                                coverage.toString())))
                        .toList();
        ofItsOwn.executeWithoutResult(_ -> audit.appendAll(entries));
    }

    private Map<UUID, Kept> found(Map<UUID, IndividualNumber> numbers) {
        Map<UUID, Kept> found = new HashMap<>();
        numbers.forEach(
                (coverage, number) -> found.put(coverage, new Kept(keys.lookup(number), number)));
        return found;
    }
}
