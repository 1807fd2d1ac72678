package org.onshi.server.eligibility;

import org.onshi.server.work.Rounds;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Works on bulk inquiries; several servers share the queue by row locks. After a kill the next
 * server goes on where the last transaction ended.
 */
@Configuration(proxyBeanMethods = false)
class BulkConfiguration {
    @Bean
    Rounds bulkRounds(BulkChecks bulk, BulkReferenceNumbers references) {
        Rounds rounds =
                new Rounds(
                        "bulk-inquiries",
                        BulkLimits.IDLE_PAUSE,
                        BulkLimits.FAILURE_PAUSE,
                        () -> workOnce(bulk, references));
        bulk.awaitedBy(rounds::wake);
        references.awaitedBy(rounds::wake);
        return rounds;
    }

    /** In turn, so that neither waits for all of the other's. */
    private static boolean workOnce(BulkChecks bulk, BulkReferenceNumbers references) {
        boolean checked = bulk.workOnce();
        boolean registered = references.workOnce();
        return checked || registered;
    }

    @Bean
    Rounds bulkCleaningRounds(BulkChecks bulk) {
        return new Rounds("bulk-cleaning", BulkLimits.CLEANING_PAUSE, () -> bulk.clean() > 0);
    }
}
