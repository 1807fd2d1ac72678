package org.onshi.server.registry;

import java.time.Instant;
import java.util.UUID;

/**
 * When a coverage was first to be shown as this person's: ACTIVE, and not suspended.
 *
 * @param at when that was recorded; it stays, whatever is recorded later
 */
public record FirstShown(UUID personId, UUID coverageId, Instant at) {}
