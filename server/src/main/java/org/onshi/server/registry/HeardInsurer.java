package org.onshi.server.registry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.onshi.kernel.InsurerNumber;

/**
 * When an insurer was last heard of: what is registered of its people is as old as that (facts §7:
 * a computer that had failed stopped a municipality's registrations unnoticed).
 *
 * @param insurer of the master data
 * @param lastFileAt when its last file had come in whole, with rows or without; empty when none has
 */
public record HeardInsurer(InsurerNumber insurer, Optional<Instant> lastFileAt) {
    /** Whole days since its last file; empty when none has come. */
    public OptionalLong silentDays(Instant now) {
        return lastFileAt
                .map(at -> OptionalLong.of(Math.max(0, Duration.between(at, now).toDays())))
                .orElseGet(OptionalLong::empty);
    }
}
