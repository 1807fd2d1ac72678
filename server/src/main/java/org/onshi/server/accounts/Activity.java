package org.onshi.server.accounts;

import java.time.Instant;
import java.util.UUID;

/**
 * Something a person did in the console.
 *
 * @param activityId time-ordered
 * @param organisation where
 * @param accountId who
 * @param event code of the audit event
 * @param about opaque id of what it was done to, or a count; "" for nothing in particular
 * @param at when
 */
public record Activity(
        UUID activityId,
        String organisation,
        UUID accountId,
        String event,
        String about,
        Instant at) {}
