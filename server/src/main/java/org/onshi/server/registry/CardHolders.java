package org.onshi.server.registry;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.CertificateId;
import org.onshi.kernel.IndividualNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.outside.ResidentRegister;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;

/**
 * Whose certificates they are (requirements A-14, design 3.11): the resident register says the
 * holders' individual numbers, the vault finds the persons by their keyed digests, so that no
 * number is read from it and none leaves this context. Each use of the vault is recorded.
 */
public final class CardHolders {
    private final ResidentRegister register;
    private final VaultTable vault;
    private final VaultKeys keys;
    private final Audit audit;

    CardHolders(ResidentRegister register, DataSource dataSource, VaultKeys keys, Audit audit) {
        this.register = register;
        this.vault = new VaultTable(dataSource);
        this.keys = keys;
        this.audit = audit;
    }

    /** What the register answered; its numbers are for {@link CardHolders} only. */
    public static final class Known {
        private final Map<CertificateId, IndividualNumber> numbers;

        private Known(Map<CertificateId, IndividualNumber> numbers) {
            this.numbers = Map.copyOf(numbers);
        }

        /** Whether the register knows the certificate. */
        public boolean has(CertificateId certificate) {
            return numbers.containsKey(certificate);
        }

        @Override
        public String toString() {
            return "Known[" + numbers.size() + "]";
        }
    }

    /**
     * Asks the register; before any transaction.
     *
     * @param certificates up to {@link ResidentRegister#CERTIFICATES_MAX}
     * @throws Fault {@link FaultCode#REGISTER_SILENT}
     */
    public Known ask(Collection<CertificateId> certificates) {
        return new Known(certificates.isEmpty() ? Map.of() : register.holders(certificates));
    }

    /**
     * The persons; those no insurer has registered by number are left out. One statement beside the
     * audit entry, which is appended in the caller's transaction.
     *
     * @param caller for whom, as audit entries name it
     * @param purpose why, a short ASCII code
     */
    public Map<CertificateId, UUID> persons(
            Known known, String caller, String purpose, Instant now) {
        if (known.numbers.isEmpty()) {
            return Map.of();
        }
        Map<VaultLookup, List<byte[]>> hashes = new HashMap<>();
        Map<CertificateId, VaultLookup> lookups = new HashMap<>();
        known.numbers.forEach((certificate, number) -> {
            VaultLookup lookup = keys.lookup(number);
            lookups.put(certificate, lookup);
            hashes.put(lookup, keys.lookups(number));
        });
        Map<VaultLookup, UUID> holders = vault.holders(hashes);
        Map<CertificateId, UUID> persons = new HashMap<>();
        lookups.forEach((certificate, lookup) ->
                Optional.ofNullable(holders.get(lookup))
                        .ifPresent(person -> persons.put(certificate, person)));
        audit.append(
                new AuditEntry(
                        UUID.randomUUID(),
                        AuditEvent.VAULT_USED,
                        now,
                        caller,
                        lookups.size() == 1
                                ? persons.values().stream().findFirst()
                                : Optional.empty(),
                        Map.of(
                                "purpose", purpose,
                                "compared", Integer.toString(lookups.size()),
                                "found", Integer.toString(persons.size()))));
        return persons;
    }
}
