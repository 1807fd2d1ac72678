package org.onshi.server.eligibility;

import java.time.Duration;

/** Limits of bulk inquiries; how many people one request may name is the message's own limit. */
final class BulkLimits {
    /** Inquiries of one facility that wait at once; a hospital sends one or two an evening. */
    static final int WAITING_PER_FACILITY_MAX = 20;

    /**
     * Rows checked in one transaction: what a killed server does again, and how long a stop waits.
     */
    static final int ROWS_A_TRANSACTION_MAX = 100;

    /** How long results are kept after they are done. */
    static final Duration RETENTION = Duration.ofDays(31);

    /** How long an idle worker sleeps unless it is woken. */
    static final Duration IDLE_PAUSE = Duration.ofMillis(500);

    /** How long it waits after a failure, a silent database for instance. */
    static final Duration FAILURE_PAUSE = Duration.ofSeconds(1);

    /** How often results over their time are deleted. */
    static final Duration CLEANING_PAUSE = Duration.ofHours(1);

    private BulkLimits() {}
}
