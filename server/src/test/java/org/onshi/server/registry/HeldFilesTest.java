package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.SOCIETY;
import static org.onshi.server.registry.RegistrationOffice.file;
import static org.onshi.server.registry.RegistrationOffice.number;
import static org.onshi.server.registry.RegistrationStatus.State.DONE;
import static org.onshi.server.registry.RegistrationStatus.State.FAILED;
import static org.onshi.server.registry.RegistrationStatus.State.RECEIVED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Files that take many ratios or limit classes away wait for somebody's word (facts §7). */
@Tag("database")
@Tag("B-21")
class HeldFilesTest {
    /** One more than pass unasked. */
    private static final int MANY = 11;

    private static final String CALLER = "insurer:" + KYOKAI.digits();

    private final RegistrationOffice office = new RegistrationOffice();

    @BeforeEach
    void everybodyHasALimitClass() {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            rows.add(
                    Row.add(KYOKAI)
                            .identifier("1", String.valueOf(100 + i), "00")
                            .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(i))
                            .with(RegistrationColumn.LIMIT_CLASS, "A03")
                            .row());
        }
        assertThat(office.send(KYOKAI, file(rows)))
                .extracting(RowOutcome::code)
                .containsOnly(RegistrationCode.OK);
    }

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aFileThatTakesManyLimitClassesAwayDoesNothingUntilItsInsurerConfirmsIt() {
        UUID held = office.receive(KYOKAI, clearing(MANY));
        UUID after = office.receive(KYOKAI, clearing(1));
        UUID others = office.receive(SOCIETY, file(List.of(Row.add(SOCIETY).row())));
        office.drain();
        office.time.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
        office.drain();

        RegistrationStatus status = status(held);
        assertThat(status.state()).isEqualTo(RECEIVED);
        assertThat(status.hindrance()).contains(FaultCode.REGISTRATION_CLEARS_MANY);
        assertThat(status.isHeldForConfirmation()).isTrue();
        assertThat(status.rowsClearing()).isEqualTo(MANY);
        assertThat(status.pending()).isEqualTo(MANY);
        assertThat(codes(held)).hasSize(MANY).containsOnly(RegistrationCode.AWAITING_CONFIRMATION);
        assertThat(withLimit()).isEqualTo(MANY);
        assertThat(status(after).state()).as("its turn comes later").isEqualTo(RECEIVED);
        assertThat(office.registrations.status(SOCIETY, others).orElseThrow().state())
                .isEqualTo(DONE);
        assertThat(office.registrations.held()).as("nothing of ours is in its way").isZero();

        office.reception.decide(KYOKAI, held, ClearingWord.REDETERMINED, new Clerk("sato"), CALLER);
        office.drain();

        assertThat(status(held).state()).isEqualTo(DONE);
        assertThat(codes(held)).containsOnly(RegistrationCode.LIMIT_CLEARED);
        assertThat(withLimit()).isZero();
        assertThat(status(after).state()).isEqualTo(DONE);
        assertThat(decisions()).isEqualTo(1);
        UUID again = office.receive(KYOKAI, clearing(MANY));
        office.drain();
        assertThat(codes(again))
                .as("what was confirmed once is not asked about again")
                .containsOnly(RegistrationCode.UNCHANGED);
    }

    @Test
    void aFileWithdrawnLeavesEverythingAsItWasAndLetsTheNextOneGoOn() {
        UUID held = office.receive(KYOKAI, clearing(MANY));
        UUID right = office.receive(KYOKAI, file(List.of(changed(0, "A02"))));
        office.drain();
        office.reception.decide(KYOKAI, held, ClearingWord.MISTAKE, new Clerk("sato"), CALLER);
        office.drain();

        assertThat(status(held).state()).isEqualTo(FAILED);
        assertThat(codes(held)).hasSize(MANY).containsOnly(RegistrationCode.NOT_CONFIRMED);
        assertThat(withLimit()).isEqualTo(MANY);
        assertThat(codes(right)).containsExactly(RegistrationCode.OK);
        assertThat(refused(held)).isEqualTo(FaultCode.REGISTRATION_NOT_HELD);
        UUID again = office.receive(KYOKAI, clearing(MANY));
        assertThat(status(again).isHeldForConfirmation()).as("sent again, asked again").isTrue();
    }

    @Test
    void aFileNobodyConfirmsIsWithdrawnAfterSevenDays() {
        UUID held = office.receive(KYOKAI, clearing(MANY));
        office.time.updateAndGet(now -> now.plus(Duration.ofDays(7)).minus(Duration.ofSeconds(90)));
        office.drain();
        assertThat(status(held).isHeldForConfirmation()).isTrue();
        office.time.updateAndGet(now -> now.plus(Duration.ofMinutes(2)));
        office.drain();

        assertThat(status(held).state()).isEqualTo(FAILED);
        assertThat(codes(held)).containsOnly(RegistrationCode.NOT_CONFIRMED);
        assertThat(withLimit()).isEqualTo(MANY);
    }

    @Test
    void onlyItsInsurerDecidesAndOnlyAboutAFileThatIsHeld() {
        UUID held = office.receive(KYOKAI, clearing(MANY));
        assertThatThrownBy(() ->
                        office.reception.decide(
                                SOCIETY,
                                held,
                                ClearingWord.ENDED,
                                new Clerk("sato"),
                                "insurer:other"))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.NOT_FOUND));
        UUID few = office.receive(SOCIETY, file(List.of(Row.add(SOCIETY).row())));
        assertThatThrownBy(() ->
                        office.reception.decide(
                                SOCIETY,
                                few,
                                ClearingWord.ENDED,
                                new Clerk("sato"),
                                "insurer:other"))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault ->
                                assertThat(fault.code())
                                        .isEqualTo(FaultCode.REGISTRATION_NOT_HELD));
        assertThat(status(held).isHeldForConfirmation()).isTrue();
        assertThat(decisions()).isZero();
    }

    @Test
    void asManyAsPassUnaskedAreToldRowByRow() {
        UUID few = office.receive(KYOKAI, clearing(MANY - 1));
        office.drain();
        assertThat(status(few).state()).isEqualTo(DONE);
        assertThat(codes(few)).containsOnly(RegistrationCode.LIMIT_CLEARED);
    }

    @ParameterizedTest
    @CsvSource({"10, 10, false", "11, 11, true", "11, 219, true", "11, 220, false"})
    void aFileIsHeldBeyondBothLimits(long clearing, long rows, boolean held) {
        assertThat(new ClearingLimits(10, 5).exceeded(clearing, rows)).isEqualTo(held);
    }

    @Test
    void limitsThatMakeNoSenseAreRefusedAtTheStart() {
        assertThatThrownBy(() -> new ClearingLimits(-1, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ClearingLimits(10, 101))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] clearing(int people) {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            rows.add(changed(i, "-"));
        }
        return file(rows);
    }

    private static RegistrationRow changed(int person, String limitClass) {
        return Row.of(RegistrationAction.CHANGE, KYOKAI)
                .identifier("1", String.valueOf(100 + person), "00")
                .with(RegistrationColumn.EFFECTIVE_ON, "2025-03-01")
                .with(RegistrationColumn.LIMIT_CLASS, limitClass)
                .row();
    }

    private RegistrationStatus status(UUID id) {
        return office.registrations.status(KYOKAI, id).orElseThrow();
    }

    private List<RegistrationCode> codes(UUID id) {
        return office.outcomes(KYOKAI, id).stream().map(RowOutcome::code).toList();
    }

    private FaultCode refused(UUID id) {
        try {
            office.reception.decide(KYOKAI, id, ClearingWord.ENDED, new Clerk("sato"), CALLER);
        } catch (Fault fault) {
            return fault.code();
        }
        throw new AssertionError("not refused");
    }

    private long withLimit() {
        return JdbcClient.create(office.database.superuser())
                .sql(
                        "SELECT count(*) FROM registry.coverage WHERE insurer_number = ? AND"
                                + " limit_class IS NOT NULL AND invalidated_at = 'infinity' AND"
                                + " segment_to = 'infinity'")
                .param(KYOKAI.digits())
                .query(Long.class)
                .single();
    }

    private long decisions() {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT count(*) FROM audit.entry WHERE event = 'registration.decided'")
                .query(Long.class)
                .single();
    }
}
