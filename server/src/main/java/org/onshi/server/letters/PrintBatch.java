package org.onshi.server.letters;

import java.time.Instant;
import java.util.UUID;

/**
 * Letters handed out together to be printed (requirements C-07, J-09).
 *
 * @param printedAt when they were taken; the day that stands in them
 * @param letters how many, 1 to {@link Letters#PRINTED_MAX}
 * @param handedOut how often its file was given out; more than once after one got lost
 */
public record PrintBatch(UUID batchId, Instant printedAt, int letters, int handedOut) {}
