package org.onshi.server.registry;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsuredIdentifier;

/** A row of {@code registry.lookup}: under a key, a coverage was known during a time. */
record LookupEntry(
        LookupKey key,
        UUID entryId,
        UUID coverageId,
        UUID personId,
        LocalDate birthDate,
        InsuredIdentifier identifier,
        boolean shown,
        Instant recordedAt,
        Optional<Instant> invalidatedAt) {

    static LookupEntry of(Stay stay, UUID entryId, Instant recordedAt) {
        return new LookupEntry(
                stay.key(),
                entryId,
                stay.coverageId(),
                stay.personId(),
                stay.birthDate(),
                stay.identifier(),
                !stay.hidden(),
                recordedAt,
                Optional.empty());
    }

    LookupEntry ended(Instant at) {
        return new LookupEntry(
                key,
                entryId,
                coverageId,
                personId,
                birthDate,
                identifier,
                shown,
                recordedAt,
                Optional.of(at));
    }

    boolean saysTheSame(LookupEntry other) {
        return key.equals(other.key)
                && coverageId.equals(other.coverageId)
                && personId.equals(other.personId)
                && birthDate.equals(other.birthDate)
                && identifier.equals(other.identifier)
                && shown == other.shown;
    }

    @Override
    public String toString() {
        return "LookupEntry[" + entryId + "]";
    }
}
