package org.onshi.server.insurerdoor;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.onshi.server.accounts.Account;
import org.onshi.server.accounts.Activities;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.Coverage;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do in the console: an audit entry, and beside it what their auditor reads. */
@Component
final class ConsoleLog {
    private final Audit audit;
    private final Activities activities;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    ConsoleLog(
            Audit audit,
            Activities activities,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.audit = audit;
        this.activities = activities;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Records it, in the caller's transaction when there is one. */
    void record(Account account, AuditEvent event, Map<String, String> details, String about) {
        transaction.executeWithoutResult(_ -> {
            audit.append(
                    AuditEntry.of(
                            UUID.randomUUID(),
                            event,
                            clock.instant(),
                            ConsoleUser.auditName(account),
                            details));
            activities.note(account, event.code(), about);
        });
    }

    /** Something done with, or seen of, a person. */
    record About(UUID person, Map<String, String> details) {
        About {
            details = Map.copyOf(details);
        }

        /**
         * A coverage that is shown as it stands now: about the person with whom it stood and about
         * the one with whom it stands.
         */
        static Stream<About> shown(UUID person, Coverage now, Map<String, String> details) {
            return Stream.of(person, now.personId()).distinct().map(it -> new About(it, details));
        }
    }

    /**
     * Records it with an entry for each person, so that each is found by who looked or acted, in
     * the caller's transaction when there is one. Of nobody, an entry without a person.
     */
    void record(Account account, AuditEvent event, List<About> each, String about) {
        if (each.isEmpty()) {
            record(account, event, Map.of(), about);
            return;
        }
        transaction.executeWithoutResult(_ -> {
            audit.appendAll(
                    each.stream()
                            .map(it ->
                                    AuditEntry.about(
                                            it.person(),
                                            UUID.randomUUID(),
                                            event,
                                            clock.instant(),
                                            ConsoleUser.auditName(account),
                                            it.details()))
                            .toList());
            activities.note(account, event.code(), about);
        });
    }

    /** Notes what makes its own audit entries, in the transaction in which it is done. */
    void note(Account account, AuditEvent event, String about) {
        activities.note(account, event.code(), about);
    }

    /**
     * Does, or reads, what makes its own audit entries, and notes it beside them in the same
     * transaction.
     */
    <T> T noted(Account account, AuditEvent event, Supplier<T> done, Function<T, String> about) {
        return transaction.execute(_ -> {
            T what = done.get();
            activities.note(account, event.code(), about.apply(what));
            return what;
        });
    }
}
