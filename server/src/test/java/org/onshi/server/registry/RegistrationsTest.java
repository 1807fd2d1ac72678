package org.onshi.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.onshi.server.registry.RegistrationOffice.CITY;
import static org.onshi.server.registry.RegistrationOffice.KYOKAI;
import static org.onshi.server.registry.RegistrationOffice.SOCIETY;
import static org.onshi.server.registry.RegistrationOffice.file;
import static org.onshi.server.registry.RegistrationOffice.number;
import static org.onshi.server.registry.RegistrationOffice.utf8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;
import org.onshi.wire.RowStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("database")
@Tag("store")
class RegistrationsTest {
    private final RegistrationOffice office = new RegistrationOffice();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void aRegisteredCoverageIsFoundByItsNumberWithEveryFact() {
        RegistrationRow row =
                Row.add(KYOKAI)
                        .with(RegistrationColumn.OTHER_NAME, "鈴木花子")
                        .with(RegistrationColumn.POSTAL_CODE, "1000001")
                        .with(RegistrationColumn.HEAD_NAME, "佐藤太郎")
                        .with(RegistrationColumn.CARD_CLASS, "01")
                        .with(RegistrationColumn.ISSUED_ON, "2024-04-05")
                        .with(RegistrationColumn.VALID_FROM, "2024-04-05")
                        .with(RegistrationColumn.VALID_TO, "2026-03-31")
                        .with(RegistrationColumn.COPAY_PERCENT, "30")
                        .with(RegistrationColumn.LIMIT_KIND, "01")
                        .with(RegistrationColumn.LIMIT_CLASS, "A03")
                        .with(RegistrationColumn.LIMIT_FROM, "2024-05-01")
                        .with(RegistrationColumn.SPECIAL_DISEASE_1_FROM, "2024-06-01")
                        .with(RegistrationColumn.CERTIFICATE_REQUESTED, "1")
                        .row();

        assertThat(office.send(KYOKAI, row))
                .extracting(RowOutcome::status, RowOutcome::code)
                .containsExactly(tuple(RowStatus.ACCEPTED, RegistrationCode.OK));

        List<Coverage> shown =
                office.shown(KYOKAI, new InsuredIdentifier("１２３４", "0567", ""), "1980-05-05");
        assertThat(shown).hasSize(1);
        Coverage coverage = shown.getFirst();
        assertThat(coverage.name()).isEqualTo("佐藤花子");
        assertThat(coverage.postalCode()).contains("100-0001");
        assertThat(coverage.identifier()).isEqualTo(Row.hanako());
        assertThat(coverage.acquiredOn()).isEqualTo("2024-04-01");
        assertThat(coverage.lostOn()).isEmpty();
        assertThat(coverage.certificateValidTo()).contains(LocalDate.parse("2026-03-31"));
        assertThat(coverage.copay().orElseThrow().percent().value()).isEqualTo(30);
        assertThat(coverage.limit().orElseThrow().from()).contains(LocalDate.parse("2024-05-01"));
        assertThat(coverage.specialDiseases()).hasSize(1);
        assertThat(coverage.certificateRequested()).isTrue();
        assertThat(coverage.toString()).doesNotContain("佐藤").doesNotContain("567");
    }

    @Test
    void theSameFileAgainChangesNothing() {
        byte[] file =
                file(
                        List.of(
                                Row.add(KYOKAI).row(),
                                correctName("佐藤華子"),
                                change("2024-08-01", RegistrationColumn.ADDRESS, "大阪府"),
                                lose("2025-02-01"),
                                Row.add(KYOKAI).with(RegistrationColumn.SEX, "9").row()));
        office.send(KYOKAI, file);
        List<String> before = office.everything();

        List<RowOutcome> again = office.send(KYOKAI, file);

        assertThat(again)
                .extracting(RowOutcome::code)
                .containsExactly(
                        RegistrationCode.UNCHANGED,
                        RegistrationCode.UNCHANGED,
                        RegistrationCode.UNCHANGED,
                        RegistrationCode.UNCHANGED,
                        RegistrationCode.BAD_CODE);
        assertThat(office.everything()).isEqualTo(before);
    }

    @Test
    void manyRowsOfAnotherInsurerAreOneEntryOfTheirChunk() {
        List<RowOutcome> outcomes =
                office.send(
                        KYOKAI,
                        Row.add(KYOKAI).row(),
                        Row.add(SOCIETY).row(),
                        Row.add(SOCIETY).row(),
                        Row.add(SOCIETY).row());

        assertThat(outcomes)
                .extracting(RowOutcome::code)
                .containsExactly(
                        RegistrationCode.OK,
                        RegistrationCode.WRONG_INSURER,
                        RegistrationCode.WRONG_INSURER,
                        RegistrationCode.WRONG_INSURER);
        assertThat(
                        JdbcClient.create(office.database.superuser())
                                .sql(
                                        """
                                        SELECT convert_from(body, 'UTF8') FROM audit.entry
                                        WHERE event = 'caller.other_insurer'
                                        """)
                                .query(String.class)
                                .list())
                .singleElement()
                .asString()
                .contains("\"count\":\"3\"", "\"line\":\"2\"");
    }

    @Test
    void anotherInsurersRowIsRefusedAndAudited() {
        List<RowOutcome> outcomes =
                office.send(KYOKAI, Row.add(SOCIETY).row(), Row.add(KYOKAI).row());

        assertThat(outcomes)
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.WRONG_INSURER, RegistrationCode.OK);
        assertThat(audited("caller.other_insurer")).isEqualTo(1);
        assertThat(audited("coverage.added")).isEqualTo(1);
        assertThat(office.shown(SOCIETY, Row.hanako(), "1980-05-05")).isEmpty();
    }

    @Test
    void aBadRowNeverStopsTheGoodOnes() {
        String header =
                "action,insurer_number,symbol,number,branch,birth_date,name,name_kana,sex,"
                        + "address,relationship,acquired_on,notified_on,individual_number\n";
        StringBuilder csv = new StringBuilder(header);
        for (int i = 0; i < 7; i++) {
            csv.append("ADD,01130012,1234,")
                    .append(100 + i)
                    .append(",00,1980-05-05,花子,ハナコ,2,東京,1,")
                    .append("2024-04-01,2024-04-02,")
                    .append(number(100 + i))
                    .append('\n');
            csv.append(i % 2 == 0 ? "ADD,\"01130012,1234\n" : "ADD,01130012,x\u0000y,,,\n");
        }

        List<RowOutcome> outcomes = office.send(KYOKAI, utf8(csv.toString()));

        assertThat(outcomes).extracting(RowOutcome::line).isSorted();
        assertThat(outcomes.stream().filter(o -> o.status() == RowStatus.ACCEPTED)).hasSize(7);
        assertThat(outcomes.stream().filter(o -> o.status() == RowStatus.REJECTED)).hasSize(7);
    }

    @Test
    void anUnknownColumnIsRefusedAtOnceAndNothingIsKept() {
        assertThatThrownBy(() ->
                        office.reception.receive(
                                KYOKAI,
                                new ByteArrayInputStream(
                                        utf8(
                                                "action,insurer_number,symbol,number,branch,"
                                                        + "birth_date,shoe_size\n"))))
                .isInstanceOfSatisfying(
                        Fault.class,
                        fault -> assertThat(fault.code()).isEqualTo(FaultCode.CSV_COLUMN_UNKNOWN));
        assertThat(count("registry.registration")).isZero();
    }

    @Test
    void whatSomebodyDecidedNowIsWorkedThroughThoughTheSameRowsCameBefore() throws Exception {
        byte[] first = file(List.of(Row.add(KYOKAI).row()));
        byte[] cancel = file(List.of(Row.of(RegistrationAction.CANCEL, KYOKAI).row()));
        office.send(KYOKAI, first);
        office.send(KYOKAI, cancel);
        office.tomorrow();
        office.reception.receiveDecided(KYOKAI, new ByteArrayInputStream(first), Map.of());
        office.drain();
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).hasSize(1);
        office.tomorrow();
        UUID again =
                office.reception.receiveDecided(KYOKAI, new ByteArrayInputStream(cancel), Map.of());
        office.drain();
        assertThat(office.outcomes(KYOKAI, again))
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.OK);
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).isEmpty();
    }

    @Test
    @Tag("J-13")
    void whatTwoPeopleDecidedMeetsTheVersionTheySawOrNothing() throws Exception {
        UUID coverage =
                office.send(KYOKAI, Row.add(KYOKAI).row()).getFirst().coverageId().orElseThrow();
        Map<Long, DecidedRow> seen = Map.of(1L, new DecidedRow(coverage, versions(coverage)));
        byte[] cancel = file(List.of(Row.of(RegistrationAction.CANCEL, KYOKAI).row()));
        office.tomorrow();

        // received before, worked through before: what was approved is about something else by then
        office.receive(KYOKAI, file(List.of(lose("2025-02-01"))));
        UUID stale =
                office.reception.receiveDecided(KYOKAI, new ByteArrayInputStream(cancel), seen);
        office.registrations.processChunk();
        Set<UUID> lost = versions(coverage);
        assertThat(lost).hasSize(1).isNotEqualTo(seen.get(1L).versionIds());
        office.drain();
        assertThat(office.outcomes(KYOKAI, stale))
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.CHANGED_SINCE);
        assertThat(versions(coverage)).as("as the loss left it").isEqualTo(lost);

        UUID another =
                office.reception.receiveDecided(
                        KYOKAI,
                        new ByteArrayInputStream(cancel),
                        Map.of(1L, new DecidedRow(UUID.randomUUID(), versions(coverage))));
        UUID fresh =
                office.reception.receiveDecided(
                        KYOKAI,
                        new ByteArrayInputStream(cancel),
                        Map.of(1L, new DecidedRow(coverage, versions(coverage))));
        office.drain();
        assertThat(office.outcomes(KYOKAI, another))
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.CHANGED_SINCE);
        assertThat(office.outcomes(KYOKAI, fresh))
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.OK);
        assertThat(versions(coverage)).isEmpty();
    }

    private Set<UUID> versions(UUID coverage) {
        return Set.copyOf(
                JdbcClient.create(office.database.superuser())
                        .sql(
                                """
                                SELECT version_id FROM registry.coverage
                                WHERE coverage_id = ? AND invalidated_at = 'infinity'
                                """)
                        .param(coverage)
                        .query(UUID.class)
                        .list());
    }

    @Test
    void withoutAnIndividualNumberTheCoverageIsPendingUntilTheNumberComes() {
        RegistrationRow withoutNumber =
                Row.add(KYOKAI)
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, "")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER_MISSING_REASON, "NOT_PROVIDED")
                        .row();
        assertThat(office.send(KYOKAI, withoutNumber))
                .extracting(RowOutcome::status, RowOutcome::code)
                .containsExactly(tuple(RowStatus.PENDING, RegistrationCode.UNRESOLVED));
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).isEmpty();
        office.tomorrow();

        assertThat(
                        office.send(
                                KYOKAI,
                                Row.of(RegistrationAction.CORRECT, KYOKAI)
                                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(1))
                                        .row()))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.ACCEPTED);

        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).hasSize(1);
    }

    @Test
    void aNumberOfSomebodyWithAnotherBirthDateNeverLinks() {
        office.send(KYOKAI, Row.add(KYOKAI).row());

        List<RowOutcome> outcomes = office.send(SOCIETY, Row.add(SOCIETY).born("1980-05-15").row());

        assertThat(outcomes)
                .extracting(RowOutcome::status, RowOutcome::code)
                .containsExactly(tuple(RowStatus.PENDING, RegistrationCode.PERSON_MISMATCH));
        assertThat(office.shown(SOCIETY, Row.hanako(), "1980-05-15")).isEmpty();
        assertThat(count("vault.individual_number")).isEqualTo(1);
        assertThat(count("vault.unlinked_number")).isEqualTo(1);
    }

    @Test
    void anOverlapWithAnotherInsurerIsAcceptedAndBothSeeTheConflictUntilTheLoss() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        office.tomorrow();

        List<RowOutcome> outcomes =
                office.send(
                        CITY,
                        Row.add(CITY)
                                .identifier("", "99", "")
                                .with(RegistrationColumn.ACQUIRED_ON, "2025-02-01")
                                .row());

        assertThat(outcomes)
                .extracting(RowOutcome::status, RowOutcome::code)
                .containsExactly(tuple(RowStatus.ACCEPTED, RegistrationCode.OVERLAP));
        ConflictSide city = open(CITY).getFirst();
        assertThat(city.own().insurer()).isEqualTo(CITY);
        assertThat(city.own().identifier()).isEqualTo(new InsuredIdentifier("", "99", ""));
        assertThat(city.other()).isEqualTo(KYOKAI);
        assertThat(city.overlapFrom()).isEqualTo("2025-02-01");
        assertThat(city.overlapTo()).isEmpty();
        ConflictSide kyokai = open(KYOKAI).getFirst();
        assertThat(kyokai.conflictId()).isEqualTo(city.conflictId());
        assertThat(kyokai.own().identifier()).isEqualTo(Row.hanako());
        assertThat(kyokai.other()).isEqualTo(CITY);
        assertThat(open(SOCIETY)).isEmpty();
        assertThat(conflicts(KYOKAI, Optional.of(ConflictSide.State.RESOLVED))).isEmpty();

        office.tomorrow();
        office.send(KYOKAI, lose("2025-02-01"));
        assertThat(open(CITY)).isEmpty();
        assertThat(open(KYOKAI)).isEmpty();
        ConflictSide resolved =
                conflicts(KYOKAI, Optional.of(ConflictSide.State.RESOLVED)).getFirst();
        assertThat(resolved.resolvedAt()).isPresent();
        assertThat(resolved.own().lostOn())
                .as("as it is known now")
                .contains(LocalDate.parse("2025-02-01"));
        assertThat(conflicts(CITY, Optional.empty()))
                .extracting(ConflictSide::conflictId)
                .containsExactly(resolved.conflictId());
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05"))
                .extracting(Coverage::insurer)
                .containsExactly(KYOKAI, CITY);
    }

    @Test
    void conflictsArePagedFromTheOldestOnWithoutAGapOrARepetition() {
        for (int i = 0; i < 5; i++) {
            String number = Integer.toString(700 + i);
            for (InsurerNumber insurer :
                    List.of(i % 2 == 0 ? KYOKAI : CITY, i % 2 == 0 ? CITY : KYOKAI)) {
                office.send(
                        insurer,
                        Row.add(insurer)
                                .identifier("7", number, "")
                                .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(700 + i))
                                .row());
            }
        }
        List<String> paged = new ArrayList<>();
        Optional<UUID> after = Optional.empty();
        List<ConflictSide> page = office.registry.conflicts(KYOKAI, Optional.empty(), after, 2);
        while (!page.isEmpty()) {
            page.forEach(conflict -> paged.add(conflict.own().identifier().number()));
            after = Optional.of(page.getLast().conflictId());
            page = office.registry.conflicts(KYOKAI, Optional.empty(), after, 2);
        }
        assertThat(paged).containsExactly("700", "701", "702", "703", "704");
    }

    @Test
    void aCancelledCoverageIsShownInItsResolvedConflictAsItWasKnownLast() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        office.send(CITY, Row.add(CITY).identifier("", "99", "").row());
        office.tomorrow();
        office.send(KYOKAI, Row.of(RegistrationAction.CANCEL, KYOKAI).row());

        assertThat(open(KYOKAI)).isEmpty();
        assertThat(conflicts(KYOKAI, Optional.empty()))
                .singleElement()
                .satisfies(conflict -> {
                    assertThat(conflict.state()).isEqualTo(ConflictSide.State.RESOLVED);
                    assertThat(conflict.own().identifier()).isEqualTo(Row.hanako());
                });
    }

    @Test
    void aCoverageThatWasMovedToItsRightPersonIsShownInItsResolvedConflictAsItIsKnownNow() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        office.send(CITY, Row.add(CITY).identifier("", "99", "").row());
        ConflictSide found = open(KYOKAI).getFirst();
        office.tomorrow();
        office.send(
                KYOKAI,
                Row.of(RegistrationAction.CORRECT, KYOKAI)
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2))
                        .row());
        office.tomorrow();
        office.send(KYOKAI, rename(new InsuredIdentifier("1234", "568", "00")));
        assertThat(
                        office.send(
                                KYOKAI,
                                Row.of(RegistrationAction.LOSE, KYOKAI)
                                        .identifier("1234", "568", "00")
                                        .with(RegistrationColumn.LOST_ON, "2025-02-01")
                                        .with(RegistrationColumn.LOSS_REASON, "99")
                                        .row()))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.ACCEPTED);

        assertThat(open(KYOKAI)).isEmpty();
        ConflictSide resolved = conflicts(KYOKAI, Optional.empty()).getFirst();
        assertThat(resolved.conflictId()).isEqualTo(found.conflictId());
        assertThat(resolved.own().coverageId()).isEqualTo(found.own().coverageId());
        assertThat(resolved.own().personId()).isNotEqualTo(found.personId());
        assertThat(resolved.own().identifier())
                .isEqualTo(new InsuredIdentifier("1234", "568", "00"));
        assertThat(resolved.own().lostOn()).contains(LocalDate.parse("2025-02-01"));
        assertThat(conflicts(CITY, Optional.empty()))
                .singleElement()
                .satisfies(city -> {
                    assertThat(city.state()).isEqualTo(ConflictSide.State.RESOLVED);
                    assertThat(city.own().personId()).isEqualTo(found.personId());
                });
    }

    private List<ConflictSide> open(InsurerNumber insurer) {
        return conflicts(insurer, Optional.of(ConflictSide.State.OPEN));
    }

    private List<ConflictSide> conflicts(
            InsurerNumber insurer, Optional<ConflictSide.State> state) {
        return office.registry.conflicts(insurer, state, Optional.empty(), 10);
    }

    @Test
    void whatWasKnownAtATimeStaysKnownSo() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Instant first = office.time.get().plusSeconds(1);
        office.tomorrow();
        office.send(KYOKAI, correctName("佐藤華子"));
        office.tomorrow();
        office.send(KYOKAI, Row.of(RegistrationAction.CANCEL, KYOKAI).row());

        assertThat(office.shownAt(KYOKAI, Row.hanako(), "1980-05-05", first))
                .extracting(Coverage::name)
                .containsExactly("佐藤花子");
        assertThat(office.shownAt(KYOKAI, Row.hanako(), "1980-05-05", first.plusSeconds(86_400)))
                .extracting(Coverage::name)
                .containsExactly("佐藤華子");
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).isEmpty();
        assertThat(office.registry.history(KYOKAI, Row.hanako(), LocalDate.parse("1980-05-05")))
                .extracting(Coverage::name)
                .containsExactly("佐藤花子", "佐藤華子");
    }

    @Test
    void aRepeatedQuestionFindsTheVersionsItWasAnsweredWith() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Coverage answered = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        office.tomorrow();
        office.send(KYOKAI, correctName("佐藤華子"));

        assertThat(office.registry.rows(Map.of(answered.personId(), List.of(answered.versionId()))))
                .extracting(Coverage::name)
                .containsExactly("佐藤花子");
    }

    @Test
    void suspendedCoveragesDoNotExistForAnAnswer() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Coverage coverage = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        Instant before = office.time.get().plusSeconds(1);
        office.tomorrow();

        assertThat(office.suspensions.suspend(Link.of(coverage), true, "operator")).isTrue();
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).isEmpty();
        assertThat(office.registry.coveragesOf(coverage.personId(), office.time.get())).isEmpty();
        assertThat(office.shownAt(KYOKAI, Row.hanako(), "1980-05-05", before))
                .as("nor for one that asks for a time before")
                .isEmpty();
        assertThat(office.registry.coveragesThen(coverage.personId(), before)).isEmpty();
        assertThat(office.registry.rows(Map.of(coverage.personId(), List.of(coverage.versionId()))))
                .as("nor for one that is given again")
                .isEmpty();

        office.tomorrow();
        office.suspensions.suspend(Link.of(coverage), false, "operator");
        assertThat(office.shown(KYOKAI, Row.hanako(), "1980-05-05")).hasSize(1);
        assertThat(office.shownAt(KYOKAI, Row.hanako(), "1980-05-05", before)).hasSize(1);
        assertThat(office.registry.rows(Map.of(coverage.personId(), List.of(coverage.versionId()))))
                .hasSize(1);
    }

    @Test
    void aCoverageSuspendedWhenItWasCancelledStaysHidden() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Coverage coverage = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        Instant before = office.time.get().plusSeconds(1);
        office.tomorrow();
        office.suspensions.suspend(Link.of(coverage), true, "operator");
        office.tomorrow();
        office.send(KYOKAI, Row.of(RegistrationAction.CANCEL, KYOKAI).row());

        assertThat(office.shownAt(KYOKAI, Row.hanako(), "1980-05-05", before)).isEmpty();
        assertThat(office.registry.coveragesThen(coverage.personId(), before)).isEmpty();
    }

    @Test
    void aCoveragePendingByNowIsNotShownAsItWasBefore() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        somebodyElseHasNumber(2);
        Instant before = office.time.get().plusSeconds(1);
        office.tomorrow();

        assertThat(office.send(KYOKAI, correctNumber(2)))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.PENDING);
        assertThat(office.shownAt(KYOKAI, Row.hanako(), "1980-05-05", before)).isEmpty();
    }

    @Test
    void aCoverageThatIsAnotherPersonsAndPendingByNowIsHiddenInEveryAnswerOfThePast() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        somebodyElseHasNumber(2);
        Coverage coverage = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        Instant before = office.time.get().plusSeconds(1);
        office.tomorrow();

        assertThat(office.send(KYOKAI, correctNumber(2)))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.PENDING);
        assertThat(shownOfThePast(coverage, before)).as("moved and pending").isEmpty();

        InsuredIdentifier renamed = new InsuredIdentifier("1234", "568", "00");
        assertThat(office.send(KYOKAI, rename(renamed)))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.PENDING);
        assertThat(shownOfThePast(coverage, before)).as("under another key too").isEmpty();

        office.tomorrow();
        assertThat(
                        office.send(
                                KYOKAI,
                                Row.of(RegistrationAction.CORRECT, KYOKAI)
                                        .identifier("1234", "568", "00")
                                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(3))
                                        .row()))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.ACCEPTED);
        assertThat(office.shown(KYOKAI, renamed, "1980-05-05"))
                .extracting(Coverage::coverageId)
                .containsExactly(coverage.coverageId());
        assertThat(shownOfThePast(coverage, before)).as("linked again").hasSize(3);
    }

    @Test
    void aCoverageSuspendedAtAnotherPersonIsHiddenInTheAnswersAboutItsFirst() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Coverage coverage = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        Instant before = office.time.get().plusSeconds(1);
        office.tomorrow();
        office.send(KYOKAI, correctNumber(2));
        Coverage moved = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        assertThat(moved.personId()).isNotEqualTo(coverage.personId());
        assertThat(shownOfThePast(coverage, before)).as("moved, but shown").hasSize(3);

        office.suspensions.suspend(Link.of(moved), true, "operator");

        assertThat(shownOfThePast(coverage, before)).isEmpty();
    }

    /** By the identifier and by the person as known at an instant, and by its version. */
    private List<Coverage> shownOfThePast(Coverage coverage, Instant at) {
        List<Coverage> shown =
                new ArrayList<>(
                        office.shownAt(
                                coverage.insurer(),
                                coverage.identifier(),
                                coverage.birthDate().toString(),
                                at));
        shown.addAll(office.registry.coveragesThen(coverage.personId(), at));
        shown.addAll(
                office.registry.rows(Map.of(coverage.personId(), List.of(coverage.versionId()))));
        return shown;
    }

    private void somebodyElseHasNumber(int number) {
        office.send(
                SOCIETY,
                Row.add(SOCIETY)
                        .born("1990-01-01")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(number))
                        .row());
    }

    private static RegistrationRow correctNumber(int number) {
        return Row.of(RegistrationAction.CORRECT, KYOKAI)
                .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(number))
                .row();
    }

    private static RegistrationRow rename(InsuredIdentifier renamed) {
        return Row.of(RegistrationAction.CORRECT, KYOKAI)
                .with(RegistrationColumn.OLD_SYMBOL, "1234")
                .with(RegistrationColumn.OLD_NUMBER, "567")
                .with(RegistrationColumn.OLD_BRANCH, "00")
                .identifier(renamed.symbol(), renamed.number(), renamed.branch())
                .row();
    }

    @Test
    void whoeverHasTheNumberOfACancelledCoverageOfSomebodyElseInheritsNothing() {
        office.send(KYOKAI, Row.add(KYOKAI).born("1990-01-01").row());
        Coverage mistaken = office.shown(KYOKAI, Row.hanako(), "1990-01-01").getFirst();
        Instant before = office.time.get().plusSeconds(1);
        office.tomorrow();
        office.send(KYOKAI, Row.of(RegistrationAction.CANCEL, KYOKAI).born("1990-01-01").row());
        office.tomorrow();

        assertThat(office.send(SOCIETY, Row.add(SOCIETY).row()))
                .extracting(RowOutcome::status)
                .containsExactly(RowStatus.ACCEPTED);

        Coverage right = office.shown(SOCIETY, Row.hanako(), "1980-05-05").getFirst();
        assertThat(right.personId()).isNotEqualTo(mistaken.personId());
        assertThat(office.registry.coveragesThen(right.personId(), before)).isEmpty();
        assertThat(count("vault.individual_number"))
                .as("whose the number was stays known")
                .isEqualTo(2);
        assertThat(count("vault.individual_number WHERE released_at = 'infinity'")).isEqualTo(1);
    }

    @Test
    void theSamePersonsCoverageAfterACancelledOneIsThatPersons() {
        office.send(KYOKAI, Row.add(KYOKAI).row());
        Coverage cancelled = office.shown(KYOKAI, Row.hanako(), "1980-05-05").getFirst();
        office.tomorrow();
        office.send(KYOKAI, Row.of(RegistrationAction.CANCEL, KYOKAI).row());
        office.send(SOCIETY, Row.add(SOCIETY).row());

        assertThat(office.shown(SOCIETY, Row.hanako(), "1980-05-05"))
                .extracting(Coverage::personId)
                .containsExactly(cancelled.personId());
        assertThat(count("vault.individual_number")).isEqualTo(1);
    }

    @Test
    void anEntryHasTheTimeAtWhichItsChangeWasRecorded() {
        office.send(
                KYOKAI,
                Row.add(KYOKAI).row(),
                Row.add(KYOKAI)
                        .identifier("1", "2", "")
                        .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(2))
                        .row());

        assertThat(
                        count(
                                """
                                audit.entry e JOIN registry.coverage c
                                ON c.person_id = e.person_id AND c.recorded_at = e.recorded_at
                                WHERE e.event = 'coverage.added'
                                """))
                .isEqualTo(2);
    }

    @Test
    void filesOfOneInsurerAreWorkedThroughInTheirOrder() {
        List<RegistrationRow> many = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            many.add(
                    Row.add(KYOKAI)
                            .identifier("9", Integer.toString(i + 1), "00")
                            .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(1_000 + i))
                            .row());
        }
        many.add(Row.add(KYOKAI).row());
        UUID first = office.receive(KYOKAI, file(many));
        UUID second = office.receive(KYOKAI, file(List.of(lose("2025-02-01"))));
        assertThat(office.registrations.processChunk()).isTrue();
        RegistrationStatus status = office.registrations.status(KYOKAI, first).orElseThrow();
        assertThat(status.state()).isEqualTo(RegistrationStatus.State.PROCESSING);
        assertThat(status.rowsDone()).isEqualTo(1_000);

        office.drain();

        assertThat(office.outcomes(KYOKAI, second))
                .extracting(RowOutcome::code)
                .containsExactly(RegistrationCode.OK);
        assertThat(office.registrations.status(KYOKAI, first).orElseThrow())
                .isEqualTo(
                        new RegistrationStatus(
                                first,
                                RegistrationStatus.State.DONE,
                                1_501,
                                1_501,
                                1_501,
                                0,
                                0,
                                0,
                                Optional.empty()));
        assertThat(office.registrations.status(SOCIETY, first)).isEqualTo(Optional.empty());
        assertThat(count("registry.spool")).isZero();
    }

    @Test
    void anInsurerMayHaveSoManyFilesWaitingAndNoMoreUntilOneIsDone() {
        byte[] file = file(List.of(Row.add(KYOKAI).row()));
        for (int i = 0; i < RegistrationLimits.FILES_WAITING_PER_INSURER_MAX; i++) {
            office.receive(KYOKAI, file);
        }

        assertThat(refusal(file)).isEqualTo(FaultCode.REGISTRATIONS_WAITING);
        assertThat(count("registry.registration"))
                .as("nothing of it is kept")
                .isEqualTo(RegistrationLimits.FILES_WAITING_PER_INSURER_MAX);
        assertThat(audited("registration.received"))
                .isEqualTo(RegistrationLimits.FILES_WAITING_PER_INSURER_MAX);
        office.receive(SOCIETY, file(List.of(Row.add(SOCIETY).row())));

        assertThat(office.registrations.processChunk()).isTrue();
        office.receive(KYOKAI, file);
        assertThat(refusal(file)).isEqualTo(FaultCode.REGISTRATIONS_WAITING);
    }

    @Test
    void anInsurersWaitingFilesMayTakeSoManyBytesAndNotOneMore() {
        byte[] file = file(List.of(Row.add(KYOKAI).row()));
        UUID first = office.receive(KYOKAI, file);
        long taken = spooledBytes(first);
        assertThat(count("registry.registration WHERE spooled_bytes = " + taken)).isEqualTo(1);
        occupy(first, RegistrationLimits.BYTES_WAITING_PER_INSURER_MAX - taken + 1);

        assertThat(refusal(file)).isEqualTo(FaultCode.REGISTRATIONS_WAITING);
        assertThat(count("registry.registration")).isEqualTo(1);
        assertThat(count("registry.spool")).as("nothing of it is kept").isEqualTo(1);

        occupy(first, RegistrationLimits.BYTES_WAITING_PER_INSURER_MAX - taken);
        office.receive(KYOKAI, file);
    }

    @Test
    void filesSentAtOnceDoNotPassTheLimitTogether() throws Exception {
        byte[] file = file(List.of(Row.add(KYOKAI).row()));
        for (int i = 1; i < RegistrationLimits.FILES_WAITING_PER_INSURER_MAX; i++) {
            office.receive(KYOKAI, file);
        }
        CyclicBarrier together = new CyclicBarrier(4);
        try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
            List<Future<Boolean>> sent = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sent.add(senders.submit(() -> received(file, together)));
            }
            int received = 0;
            for (Future<Boolean> one : sent) {
                received += one.get() ? 1 : 0;
            }
            assertThat(received).isEqualTo(1);
        }
        assertThat(count("registry.registration"))
                .isEqualTo(RegistrationLimits.FILES_WAITING_PER_INSURER_MAX);
    }

    /** Whether a file is taken in whose last byte comes when all of them are under way. */
    private boolean received(byte[] file, CyclicBarrier together) throws Exception {
        InputStream body =
                new SequenceInputStream(
                        new ByteArrayInputStream(file),
                        new InputStream() {
                            private boolean ended;

                            @Override
                            public int read() throws IOException {
                                if (!ended) {
                                    ended = true;
                                    await(together);
                                }
                                return -1;
                            }

                            @Override
                            public int read(byte[] buffer, int from, int length)
                                    throws IOException {
                                return read();
                            }
                        });
        try {
            office.reception.receive(KYOKAI, body);
            return true;
        } catch (Fault refused) {
            assertThat(refused.code()).isEqualTo(FaultCode.REGISTRATIONS_WAITING);
            return false;
        }
    }

    @Test
    void anUploadThatRunsIsKeptWhenAnotherFailsAndTheClockIsMovedOn() throws Exception {
        byte[] body = file(manyPeople());
        office.register.follow(body);
        UUID id =
                office.reception.receive(
                        KYOKAI,
                        interrupted(
                                body,
                                body.length * 3 / 4,
                                () -> {
                                    assertThat(count("registry.spool")).isEqualTo(1);
                                    office.tomorrow();
                                    office.tomorrow();
                                    assertThatThrownBy(() -> receiveBroken(body))
                                            .isInstanceOf(IOException.class);
                                    office.reception.sweepAbandoned();
                                }));
        office.drain();

        RegistrationStatus status = office.registrations.status(KYOKAI, id).orElseThrow();
        assertThat(status.state()).isEqualTo(RegistrationStatus.State.DONE);
        assertThat(status.accepted()).isEqualTo(manyPeople().size());
        assertThat(count("registry.registration")).isEqualTo(1);
        assertThat(count("registry.spool")).isZero();
    }

    @Test
    void anUploadThatRestsTooLongIsSweptAndNeverAcknowledged() {
        byte[] body = file(manyPeople());
        InputStream resting =
                interrupted(
                        body,
                        body.length * 3 / 4,
                        () -> {
                            JdbcClient.create(office.database.superuser())
                                    .sql(
                                            "UPDATE registry.registration SET progressed_at ="
                                                    + " progressed_at - interval '61 minutes'")
                                    .update();
                            office.reception.sweepAbandoned();
                            assertThat(count("registry.registration")).isZero();
                            assertThat(count("registry.spool")).isZero();
                        });
        assertThatThrownBy(() -> office.reception.receive(KYOKAI, resting))
                .isInstanceOf(IllegalStateException.class);
        assertThat(count("registry.registration")).isZero();
        assertThat(count("registry.spool")).isZero();
        assertThat(count("audit.entry WHERE event = 'registration.received'")).isZero();
    }

    @Test
    void anUploadForgottenAfterItsLastBlockIsNotTakenForReceived() {
        RegistrationTable files = new RegistrationTable(office.database.server());
        UUID forgotten = UUID.randomUUID();
        assertThatThrownBy(() ->
                        files.received(
                                forgotten,
                                new RegistrationTable.Spooled(1, 1, 1, 0),
                                new byte[32],
                                false,
                                office.time.get()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theBytesOfUploadsStillRunningCountToo() throws Exception {
        byte[] body = file(manyPeople());
        office.reception.receive(
                KYOKAI,
                interrupted(
                        body,
                        body.length * 3 / 4,
                        () -> {
                            long taken = spooledBytesOfAll();
                            occupyAll(RegistrationLimits.BYTES_WAITING_PER_INSURER_MAX);
                            assertThat(refusal(body)).isEqualTo(FaultCode.REGISTRATIONS_WAITING);
                            occupyAll(taken);
                        }));
        assertThat(count("registry.registration")).isEqualTo(1);
    }

    private long spooledBytesOfAll() {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT sum(spooled_bytes) FROM registry.registration")
                .query(Long.class)
                .single();
    }

    private void occupyAll(long bytes) {
        JdbcClient.create(office.database.superuser())
                .sql("UPDATE registry.registration SET spooled_bytes = ?")
                .param(bytes)
                .update();
    }

    private static List<RegistrationRow> manyPeople() {
        List<RegistrationRow> rows = new ArrayList<>();
        for (int i = 0; i < RegistrationLimits.CHUNK_ROWS_MAX * 3 / 2; i++) {
            rows.add(
                    Row.add(KYOKAI)
                            .identifier("9", Integer.toString(i + 1), "00")
                            .with(RegistrationColumn.INDIVIDUAL_NUMBER, number(i))
                            .row());
        }
        return rows;
    }

    private void receiveBroken(byte[] body) throws IOException {
        InputStream broken =
                interrupted(
                        body,
                        body.length / 2,
                        () -> {
                            throw new UncheckedIOException(new IOException("broken off"));
                        });
        try {
            office.reception.receive(SOCIETY, broken);
        } catch (UncheckedIOException expected) {
            throw expected.getCause();
        }
    }

    /** A body of which something happens once so much of it is read. */
    private static InputStream interrupted(byte[] body, int after, Runnable event) {
        InputStream rest = new ByteArrayInputStream(body, after, body.length - after);
        return new SequenceInputStream(
                new ByteArrayInputStream(body, 0, after),
                new InputStream() {
                    private boolean happened;

                    @Override
                    public int read() throws IOException {
                        happen();
                        return rest.read();
                    }

                    @Override
                    public int read(byte[] buffer, int from, int length) throws IOException {
                        happen();
                        return rest.read(buffer, from, length);
                    }

                    private void happen() {
                        if (!happened) {
                            happened = true;
                            event.run();
                        }
                    }
                });
    }

    private static void await(CyclicBarrier together) throws IOException {
        try {
            together.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException broken) {
            throw new IOException(broken);
        }
    }

    private FaultCode refusal(byte[] file) {
        return catchThrowableOfType(Fault.class, () -> office.receive(KYOKAI, file)).code();
    }

    private long spooledBytes(UUID registrationId) {
        return JdbcClient.create(office.database.superuser())
                .sql(
                        "SELECT sum(octet_length(sealed)) FROM registry.spool WHERE registration_id"
                                + " = ?")
                .param(registrationId)
                .query(Long.class)
                .single();
    }

    private void occupy(UUID registrationId, long bytes) {
        JdbcClient.create(office.database.superuser())
                .sql("UPDATE registry.registration SET spooled_bytes = ? WHERE registration_id = ?")
                .params(bytes, registrationId)
                .update();
    }

    @Test
    void anEmptyFileIsDoneAtOnce() {
        UUID id = office.receive(KYOKAI, file(List.of()));
        office.drain();
        assertThat(office.registrations.status(KYOKAI, id).orElseThrow().state())
                .isEqualTo(RegistrationStatus.State.DONE);
    }

    private static RegistrationRow correctName(String name) {
        return Row.of(RegistrationAction.CORRECT, KYOKAI).with(RegistrationColumn.NAME, name).row();
    }

    private static RegistrationRow change(String day, RegistrationColumn column, String text) {
        return Row.of(RegistrationAction.CHANGE, KYOKAI)
                .with(RegistrationColumn.EFFECTIVE_ON, day)
                .with(column, text)
                .row();
    }

    private static RegistrationRow lose(String day) {
        return Row.of(RegistrationAction.LOSE, KYOKAI)
                .with(RegistrationColumn.LOST_ON, day)
                .with(RegistrationColumn.LOSS_REASON, "03")
                .row();
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private long audited(String event) {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT count(*) FROM audit.entry WHERE event = ?")
                .param(event)
                .query(Long.class)
                .single();
    }

    private long count(String table) {
        return JdbcClient.create(office.database.superuser())
                .sql("SELECT count(*) FROM " + table)
                .query(Long.class)
                .single();
    }
}
