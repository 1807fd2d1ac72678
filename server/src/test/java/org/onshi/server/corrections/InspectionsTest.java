package org.onshi.server.corrections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.onshi.kernel.InsurerNumber;
import org.onshi.kernel.MalformedValue;
import org.onshi.server.TestDatabase;
import org.onshi.server.audit.Audit;
import org.onshi.server.registry.Insurer;
import org.onshi.server.registry.Insurers;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** 総点検 (requirements J-01), with the figures published on 2023-08-08 as one of its cases. */
@Tag("database")
@Tag("store")
class InspectionsTest {
    private static final String BY = "operator";

    private final TestDatabase database = TestDatabase.fresh();
    private final AtomicReference<Instant> time = new AtomicReference<>();
    private final InstantSource clock = () -> time.get();
    private final Insurers insurers = new Insurers(database.server(), clock);
    private final Inspections inspections =
            new Inspections(
                    database.server(),
                    insurers,
                    new Audit(database.server()),
                    clock,
                    new JdbcTransactionManager(database.server()));

    @BeforeEach
    void on20230523() {
        on("2023-05-23");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void on(String day) {
        time.set(LocalDate.parse(day).atStartOfDay(ZoneId.of("Asia/Tokyo")).toInstant());
    }

    @Tag("J-01")
    @Test
    void theInspectionOf2023IsCountedAsItWasPublished() throws Exception {
        Map<String, String> published = published();
        int total = number(published, "insurers_total");
        int rechecking = number(published, "insurers_requiring_recheck");
        List<InsurerNumber> all = register(total);
        on(published.get("request_date"));
        UUID id =
                inspections.start(
                        "総点検",
                        LocalDate.parse(published.get("work_status_report_due")),
                        LocalDate.parse(published.get("work_result_report_due")),
                        BY);

        on(published.get("work_status_report_due"));
        long scope = number(published, "records_in_scope_approx");
        for (int i = 0; i < total; i++) {
            long share = i < rechecking ? share(scope, rechecking, i) : 0;
            inspections.report(all.get(i), id, share, BY);
        }
        on(published.get("work_result_report_due"));
        long checked = number(published, "records_checked_approx(2023-08-01)");
        int wrong = number(published, "wrong_numbers_found");
        for (int i = 0; i < rechecking; i++) {
            inspections.progress(
                    all.get(i), id, share(checked, rechecking, i), i < wrong ? 1 : 0, BY);
        }
        cases(
                all.getFirst(),
                id,
                number(published, "access_log_checked"),
                number(published, "viewed_by_others"));
        on(published.get("result_published"));
        inspections.publish(id, BY);

        Inspection counted = inspections.all().getFirst();
        Inspection.Totals totals = counted.totals();
        assertThat(totals.insurers()).isEqualTo(total);
        assertThat(totals.reported()).isEqualTo(total);
        assertThat(totals.rechecking()).isEqualTo(rechecking);
        assertThat(totals.done()).isEqualTo(total - rechecking);
        assertThat(totals.recordsInScope()).isEqualTo(scope);
        assertThat(totals.recordsChecked()).isEqualTo(checked);
        assertThat(totals.recordsRemaining())
                .isEqualTo(number(published, "records_remaining(in confirmation)"));
        assertThat(totals.recordsWrong()).isEqualTo(wrong);
        assertThat(totals.wrongPercent().orElseThrow())
                .isEqualByComparingTo(published.get("wrong_rate_pct"));
        assertThat(totals.looksFollowed()).isEqualTo(number(published, "access_log_checked"));
        assertThat(totals.viewed()).isEqualTo(number(published, "viewed_by_others"));
        assertThat(counted.publishedAt()).contains(time.get());
        assertThat(inspections.of(id))
                .filteredOn(it -> it.overdue(inspections.today()))
                .hasSize(rechecking)
                .allMatch(it -> it.state() == InspectedInsurer.State.RECHECKING);
    }

    @Test
    void anInsurerReportsThenRechecksNeverBackAndIsDoneWithItsLastRecord() {
        List<InsurerNumber> all = register(3);
        InsurerNumber broke = all.getFirst();
        InsurerNumber kept = all.get(1);
        UUID id = inspections.start("点検", day("2023-06-30"), day("2023-07-31"), BY);
        refused(FaultCode.STEP_OUT_OF_ORDER, () -> inspections.progress(broke, id, 1, 0, BY));

        assertThat(inspections.report(kept, id, 0, BY).state())
                .isEqualTo(InspectedInsurer.State.DONE);
        assertThat(inspections.report(broke, id, 10, BY).state())
                .isEqualTo(InspectedInsurer.State.RECHECKING);
        refused(FaultCode.STEP_OUT_OF_ORDER, () -> inspections.report(broke, id, 11, BY));
        refused(FaultCode.STEP_OUT_OF_ORDER, () -> inspections.progress(kept, id, 0, 0, BY));
        refused(FaultCode.VALUES_CONTRADICT, () -> inspections.progress(broke, id, 11, 0, BY));
        refused(FaultCode.VALUES_CONTRADICT, () -> inspections.progress(broke, id, 5, 6, BY));
        inspections.progress(broke, id, 5, 1, BY);
        refused(FaultCode.VALUES_CONTRADICT, () -> inspections.progress(broke, id, 4, 1, BY));
        assertThat(inspections.progress(broke, id, 10, 1, BY).state())
                .isEqualTo(InspectedInsurer.State.DONE);

        on("2023-06-30");
        assertThat(overdue(id)).isZero();
        on("2023-07-01");
        assertThat(overdue(id)).as("the third has not reported").isOne();
        refused(FaultCode.NOT_FOUND, () -> inspections.found(broke, id, UUID.randomUUID(), BY));
        refused(FaultCode.NOT_FOUND, () -> inspections.report(broke, UUID.randomUUID(), 0, BY));
        assertThatThrownBy(() ->
                        JdbcClient.create(database.server())
                                .sql("UPDATE corrections.inspected SET done_at = now()")
                                .update())
                .as("the store lets no step be skipped")
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void nothingIsPublishedBeforeItsDayAndWhatIsPublishedStaysAsItWas() {
        InsurerNumber insurer = register(1).getFirst();
        UUID id = inspections.start("点検", day("2023-06-30"), day("2023-07-31"), BY);
        inspections.report(insurer, id, 10, BY);
        inspections.progress(insurer, id, 4, 1, BY);
        on("2023-07-30");
        refused(FaultCode.STEP_OUT_OF_ORDER, () -> inspections.publish(id, BY));
        on("2023-07-31");
        inspections.publish(id, BY);
        refused(FaultCode.STEP_OUT_OF_ORDER, () -> inspections.publish(id, BY));

        inspections.progress(insurer, id, 9, 2, BY);
        assertThat(inspections.all().getFirst().totals().recordsChecked()).isEqualTo(4);
        assertThat(inspections.of(id).getFirst().recordsChecked()).isEqualTo(9);
    }

    @Test
    void anInsurerIsNotDoneBeforeEachCaseItFoundIsDecided() {
        InsurerNumber insurer = register(1).getFirst();
        UUID id = inspections.start("点検", day("2023-06-30"), day("2023-07-31"), BY);
        inspections.report(insurer, id, 10, BY);
        cases(insurer, id, 1, 0);
        inspections.progress(insurer, id, 9, 1, BY);
        refused(FaultCode.STEP_OUT_OF_ORDER, () -> inspections.progress(insurer, id, 10, 1, BY));
        JdbcClient.create(database.superuser())
                .sql(
                        """
                        UPDATE corrections.wrong_link
                        SET decided_at = '2023-07-03', wrong = false, decided_by = 'clerk'
                        """)
                .update();
        assertThat(inspections.progress(insurer, id, 10, 1, BY).state())
                .isEqualTo(InspectedInsurer.State.DONE);
    }

    private long overdue(UUID id) {
        return inspections.of(id).stream().filter(it -> it.overdue(inspections.today())).count();
    }

    private static void refused(FaultCode code, ThrowingCallable step) {
        assertThatThrownBy(step)
                .isInstanceOfSatisfying(Fault.class, it -> assertThat(it.code()).isEqualTo(code));
    }

    /** Wrong links as their own process leaves them once their audit log was looked through. */
    private void cases(InsurerNumber insurer, UUID inspectionId, int lookedUp, int viewed) {
        List<UUID> ids =
                JdbcClient.create(database.superuser())
                        .sql(
                                """
                                INSERT INTO corrections.wrong_link (person_id, wrong_link_id,
                                    coverage_id, insurer_number, source, linked_at, suspended_at,
                                    looked_up_at, viewings)
                                SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), ?,
                                    'INSURER', '2023-01-01', '2023-07-01', '2023-07-02',
                                    CASE WHEN n <= ? THEN 1 ELSE 0 END
                                FROM generate_series(1, ?) AS n
                                RETURNING wrong_link_id
                                """)
                        .params(insurer.digits(), viewed, lookedUp)
                        .query(UUID.class)
                        .list();
        ids.forEach(it -> inspections.found(insurer, inspectionId, it, BY));
        ids.forEach(it -> inspections.found(insurer, inspectionId, it, BY));
    }

    private List<InsurerNumber> register(int count) {
        List<InsurerNumber> numbers =
                IntStream.iterate(6_130_000, n -> n + 1)
                        .mapToObj(n -> String.format("%08d", n))
                        .filter(InspectionsTest::valid)
                        .limit(count)
                        .map(InsurerNumber::new)
                        .toList();
        numbers.forEach(it ->
                insurers.register(new Insurer(it, "保険者" + it.digits(), it.kind(), "東京都", "", "")));
        return numbers;
    }

    private static boolean valid(String digits) {
        try {
            return new InsurerNumber(digits).digits().equals(digits);
        } catch (MalformedValue none) {
            return false;
        }
    }

    /** The i-th of so many nearly equal shares of a whole. */
    private static long share(long whole, int shares, int i) {
        return whole / shares + (i < whole % shares ? 1 : 0);
    }

    private static LocalDate day(String text) {
        return LocalDate.parse(text);
    }

    private static int number(Map<String, String> published, String item) {
        return Integer.parseInt(published.get(item));
    }

    /**
     * The figures of 厚生労働省 of 2023-08-08 (requirements J-01: S000:107-120, 150) by item, in the
     * table of them as it is handed down: item, value, unit, line of the source.
     */
    private static Map<String, String> published() throws IOException {
        try (var in =
                InspectionsTest.class.getResourceAsStream(
                        "/corrections/insurer_audit_2023-08.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", 3))
                    .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
        }
    }
}
