package org.onshi.server.registry;

import java.time.Instant;
import java.util.UUID;

/**
 * When a coverage first became ACTIVE as this person's.
 *
 * @param at when that was recorded; it stays, whatever is recorded later
 */
public record FirstActive(UUID personId, UUID coverageId, Instant at) {}
