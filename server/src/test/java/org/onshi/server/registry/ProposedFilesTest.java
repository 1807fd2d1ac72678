package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.file;
import static org.onshi.server.registry.RegistrationOffice.number;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.server.Await;
import org.onshi.server.work.Rounds;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Files of cancellations between the person who brings them and the one who decides. */
@Tag("database")
class ProposedFilesTest {
    private final RegistrationOffice office = new RegistrationOffice();
    private final JdbcTransactionManager transactions =
            new JdbcTransactionManager(office.database.server());
    private final ProposedFiles proposed =
            new ProposedFiles(
                    office.database.server(),
                    transactions,
                    office.reception,
                    office.registrations,
                    office.keys);

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    @Tag("J-13")
    void whatIsApprovedIsPickedUpByAServerThatStartsLaterAndWhatWaitsIsNot() throws Exception {
        office.send(KYOKAI, file(people(RegistrationAction.ADD, 1, 1_500)));
        office.send(KYOKAI, file(people(RegistrationAction.ADD, 2_001, 10)));
        UUID approved = propose(people(RegistrationAction.CANCEL, 1, 1_500));
        UUID waiting = propose(people(RegistrationAction.CANCEL, 2_001, 10));
        new TransactionTemplate(transactions)
                .executeWithoutResult(_ -> proposed.release(KYOKAI, approved));

        // whoever approved it is gone; another server over the same store begins
        try (RegistrationOffice next = office.withKeys(List.of(RegistrationOffice.KEY_LINE))) {
            Rounds worker =
                    new Rounds(
                            "approved", RegistrationLimits.IDLE, next.registrations::processChunk);
            worker.start();
            try {
                Await.until(
                        "the approved file is done",
                        () ->
                                next.registrations
                                        .status(KYOKAI, approved)
                                        .map(it -> it.state().ended())
                                        .orElse(false));
            } finally {
                worker.stop();
            }
            RegistrationStatus done = next.registrations.status(KYOKAI, approved).orElseThrow();
            assertThat(done.accepted()).isEqualTo(1_500);
            assertThat(next.registrations.status(KYOKAI, waiting)).isEqualTo(Optional.empty());
            assertThat(standing()).as("those of the file that waits").isEqualTo(10);
        }
    }

    @Test
    @Tag("J-13")
    void anApprovalThatIsRolledBackLeavesTheFileWaiting() throws Exception {
        office.send(KYOKAI, file(people(RegistrationAction.ADD, 1, 3)));
        UUID id = propose(people(RegistrationAction.CANCEL, 1, 3));
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> {
                    proposed.release(KYOKAI, id);
                    status.setRollbackOnly();
                });
        office.drain();
        assertThat(standing()).isEqualTo(3);
        assertThat(proposed.rehearsed(KYOKAI, id, 1)).allMatch(ProposedFiles::cancels);
    }

    @Test
    @Tag("J-13")
    void aCoverageCancelledAndRegisteredAnewIsAnotherOneThatTheProposalDoesNotMean()
            throws Exception {
        office.send(KYOKAI, file(people(RegistrationAction.ADD, 1, 1)));
        UUID id = propose(people(RegistrationAction.CANCEL, 1, 1));
        office.send(KYOKAI, file(people(RegistrationAction.CANCEL, 1, 1)));
        office.tomorrow();
        office.send(KYOKAI, file(notified(1, "2024-04-05")));
        assertThat(standing()).isOne();
        assertThat(proposed.changed(KYOKAI, id)).isOne();
        new TransactionTemplate(transactions)
                .executeWithoutResult(_ -> proposed.release(KYOKAI, id));
        office.drain();
        assertThat(office.outcomes(KYOKAI, id))
                .singleElement()
                .matches(it -> it.status() == RowStatus.REJECTED);
        assertThat(standing()).isOne();
    }

    @Test
    @Tag("J-13")
    void theSameFileProposedAgainCancelsWhatStandsAgain() throws Exception {
        for (int time = 0; time < 2; time++) {
            office.send(KYOKAI, file(notified(2, "2024-04-0" + (5 + time))));
            office.tomorrow();
            UUID id = propose(people(RegistrationAction.CANCEL, 1, 2));
            new TransactionTemplate(transactions)
                    .executeWithoutResult(_ -> proposed.release(KYOKAI, id));
            office.drain();
            assertThat(office.outcomes(KYOKAI, id)).allMatch(ProposedFiles::cancels);
            assertThat(standing()).isZero();
            office.tomorrow();
        }
    }

    @Test
    @Tag("J-13")
    void oneInsurerHasNoMoreThanTwentyWaiting() throws Exception {
        office.send(KYOKAI, file(people(RegistrationAction.ADD, 1, 1)));
        List<RegistrationRow> rows = people(RegistrationAction.CANCEL, 1, 1);
        for (int i = 0; i < RegistrationLimits.PROPOSED_FILES_MAX; i++) {
            propose(rows);
        }
        assertThatThrownBy(() -> propose(rows))
                .isInstanceOfSatisfying(
                        Fault.class,
                        it -> assertThat(it.code()).isEqualTo(FaultCode.PROPOSED_FILES_WAITING));
        assertThat(count("SELECT count(*) FROM registry.registration WHERE state = 'PROPOSED'"))
                .isEqualTo(RegistrationLimits.PROPOSED_FILES_MAX);
    }

    @Test
    @Tag("J-13")
    void anUploadWhoseServerDiedBeforeItWasAProposalIsForgottenWithItsRows() throws Exception {
        office.send(KYOKAI, file(people(RegistrationAction.ADD, 1, 2)));
        UUID id = propose(people(RegistrationAction.CANCEL, 1, 2));
        JdbcClient.create(office.database.superuser())
                .sql(
                        "UPDATE registry.registration SET state = 'RECEIVING', progressed_at ="
                                + " now() - make_interval(secs => ?) WHERE registration_id = ?")
                .params(
                        RegistrationLimits.INCOMPLETE_KEPT.plus(Duration.ofMinutes(1)).toSeconds(),
                        id)
                .update();
        office.reception.sweepAbandoned();
        assertThat(
                        count(
                                "SELECT (SELECT count(*) FROM registry.decided_row)"
                                        + " + (SELECT count(*) FROM registry.spool)"))
                .isZero();
    }

    private UUID propose(List<RegistrationRow> rows) throws IOException {
        return proposed.receive(KYOKAI, new ByteArrayInputStream(file(rows)), _ -> {});
    }

    /** Linked people, with numbers of their own. */
    private static List<RegistrationRow> people(RegistrationAction action, int first, int count) {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            Row row = action == RegistrationAction.ADD ? Row.add(KYOKAI) : Row.of(action, KYOKAI);
            row = row.identifier("9", Integer.toString(i), "00");
            if (action == RegistrationAction.ADD) {
                row = row.with(RegistrationColumn.INDIVIDUAL_NUMBER, number(i));
            }
            rows.add(row.row());
        }
        return rows;
    }

    /** The first people of {@link #people}, in a file of its own. */
    private static List<RegistrationRow> notified(int count, String on) {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            rows.add(
                    Row.add(KYOKAI)
                            .identifier("9", Integer.toString(i), "00")
                            .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(i))
                            .with(RegistrationColumn.NOTIFIED_ON, on)
                            .row());
        }
        return rows;
    }

    private long standing() {
        return count(
                "SELECT count(DISTINCT coverage_id) FROM registry.coverage"
                        + " WHERE invalidated_at = 'infinity'");
    }

    private long count(String sql) {
        return JdbcClient.create(office.database.superuser()).sql(sql).query(Long.class).single();
    }
}
