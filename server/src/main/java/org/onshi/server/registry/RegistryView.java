package org.onshi.server.registry;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the rules may know of the registry while they decide about one row. */
interface RegistryView {
    /** The stays whose identifier has this key, cancelled ones included. */
    List<KnownStay> underKey(LookupKey key);

    /** The stays of a person that stand. */
    List<Stay> standingOf(UUID personId);

    /** The stays of a person that were cancelled, as they were known last. */
    List<Stay> cancelledOf(UUID personId);

    /** To whom a number is bound. */
    Optional<UUID> holderOf(VaultLookup number);

    /** The number kept beside a pending coverage, as far as it is one of those concerned. */
    Optional<VaultLookup> keptBeside(UUID coverageId);

    /** Whether what was kept beside a coverage before is forgotten meanwhile. */
    boolean forgotKept(UUID coverageId);

    /** Why a coverage is pending, if it is. */
    Optional<PendingCheck> pendingOf(UUID coverageId);
}
