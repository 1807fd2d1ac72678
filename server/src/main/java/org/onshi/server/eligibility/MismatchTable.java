package org.onshi.server.eligibility;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.onshi.kernel.FacilityCode;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.MismatchField;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of mismatch reports. */
final class MismatchTable {
    private static final String TURN =
            """
            INSERT INTO eligibility.mismatch_turn AS t (insurer_number, last_position)
            VALUES (?, 1)
            ON CONFLICT (insurer_number) DO UPDATE SET last_position = t.last_position + 1
            RETURNING last_position
            """;

    private static final String INSERT =
            """
            INSERT INTO eligibility.mismatch_report
                (insurer_number, report_id, coverage_id, person_id, facility_code, fields, reported_at, due_on,
                 position)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /**
     * An id that is not there is before all others: nothing is passed over. What is asked of the
     * answer is part of the statement, so that those without one are read by their own index.
     */
    private static final String PAGE =
            """
            SELECT insurer_number, report_id, coverage_id, person_id, facility_code, fields, reported_at, due_on,
                answer, answered_at
            FROM eligibility.mismatch_report
            WHERE insurer_number = ? AND position > COALESCE((
                SELECT position FROM eligibility.mismatch_report
                WHERE insurer_number = ? AND report_id = ?), 0)
            """;

    private static final String COUNT_UNANSWERED =
            """
            SELECT count(*) FROM (
                SELECT 1 FROM eligibility.mismatch_report
                WHERE insurer_number = ? AND answer IS NULL
                LIMIT ?) unanswered
            """;

    private static final String OF_FACILITY =
            """
            SELECT insurer_number, report_id, coverage_id, person_id, facility_code, fields, reported_at, due_on,
                answer, answered_at
            FROM eligibility.mismatch_report
            WHERE report_id = ? AND facility_code = ?
            ORDER BY insurer_number
            """;

    private static final String OF_INSURER =
            """
            SELECT insurer_number, report_id, coverage_id, person_id, facility_code, fields, reported_at, due_on,
                answer, answered_at
            FROM eligibility.mismatch_report
            WHERE insurer_number = ? AND report_id = ?
            """;

    private static final String ANSWER =
            """
            UPDATE eligibility.mismatch_report SET answer = ?, answered_at = ?
            WHERE insurer_number = ? AND report_id = ? AND answer IS NULL
            """;

    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient jdbc;

    MismatchTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    /**
     * In the order of the insurer's reports; others for this insurer wait until the transaction
     * ends.
     */
    void insert(MismatchReport report) {
        long position = jdbc.sql(TURN).param(report.insurer().digits()).query(Long.class).single();
        jdbc.sql(INSERT)
                .params(
                        report.insurer().digits(),
                        report.reportId(),
                        report.coverageId(),
                        report.personId(),
                        report.facility().digits(),
                        report.fields().stream().map(MismatchField::name).toArray(String[]::new),
                        time(report.at()),
                        report.dueOn(),
                        position)
                .update();
    }

    /**
     * @param answered only those; empty for all
     */
    List<MismatchReport> page(
            InsurerNumber insurer, Optional<Boolean> answered, Optional<UUID> after, int rowsMax) {
        String condition =
                answered.map(it -> it ? "AND answer IS NOT NULL" : "AND answer IS NULL").orElse("");
        return jdbc.sql(PAGE + condition + " ORDER BY position LIMIT ?")
                .params(insurer.digits(), insurer.digits(), after.orElse(FIRST), rowsMax)
                .query(MismatchTable::read)
                .list();
    }

    long unanswered(InsurerNumber insurer, int countedMax) {
        return jdbc.sql(COUNT_UNANSWERED)
                .params(insurer.digits(), countedMax)
                .query(Long.class)
                .single();
    }

    List<MismatchReport> of(FacilityCode facility, UUID reportId) {
        return jdbc.sql(OF_FACILITY)
                .params(reportId, facility.digits())
                .query(MismatchTable::read)
                .list();
    }

    Optional<MismatchReport> of(InsurerNumber insurer, UUID reportId) {
        return jdbc.sql(OF_INSURER)
                .params(insurer.digits(), reportId)
                .query(MismatchTable::read)
                .optional();
    }

    /** False where it is answered already, or not there. */
    boolean answer(InsurerNumber insurer, UUID reportId, MismatchReport.Answer answer) {
        return jdbc.sql(ANSWER)
                        .params(answer.text(), time(answer.at()), insurer.digits(), reportId)
                        .update()
                == 1;
    }

    private static MismatchReport read(ResultSet row, int number) throws SQLException {
        Set<MismatchField> fields = EnumSet.noneOf(MismatchField.class);
        Arrays.stream((String[]) row.getArray("fields").getArray())
                .map(MismatchField::valueOf)
                .forEach(fields::add);
        return new MismatchReport(
                row.getObject("report_id", UUID.class),
                new InsurerNumber(row.getString("insurer_number")),
                row.getObject("coverage_id", UUID.class),
                row.getObject("person_id", UUID.class),
                new FacilityCode(row.getString("facility_code")),
                fields,
                row.getObject("reported_at", OffsetDateTime.class).toInstant(),
                row.getObject("due_on", LocalDate.class),
                Optional.ofNullable(row.getString("answer"))
                        .map(text -> new MismatchReport.Answer(text, answeredAt(row))));
    }

    private static Instant answeredAt(ResultSet row) {
        try {
            return row.getObject("answered_at", OffsetDateTime.class).toInstant();
        } catch (SQLException failed) {
            throw new IllegalStateException("an answer without its time", failed);
        }
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
