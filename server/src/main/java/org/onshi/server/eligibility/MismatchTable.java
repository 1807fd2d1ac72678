package org.onshi.server.eligibility;

import java.sql.ResultSet;
import java.sql.SQLException;
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
    private static final String INSERT =
            """
            INSERT INTO eligibility.mismatch_report
                (insurer_number, report_id, coverage_id, person_id, facility_code, fields, reported_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;

    /** An id that is not there is before all others: nothing is passed over. */
    private static final String PAGE =
            """
            SELECT insurer_number, report_id, coverage_id, person_id, facility_code, fields, reported_at
            FROM eligibility.mismatch_report
            WHERE insurer_number = ? AND (reported_at, report_id) > (
                COALESCE((
                    SELECT reported_at FROM eligibility.mismatch_report
                    WHERE insurer_number = ? AND report_id = ?), '-infinity'), ?)
            ORDER BY reported_at, report_id
            LIMIT ?
            """;

    private static final UUID FIRST = new UUID(0, 0);

    private final JdbcClient jdbc;

    MismatchTable(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
    }

    void insert(MismatchReport report) {
        jdbc.sql(INSERT)
                .params(
                        report.insurer().digits(),
                        report.reportId(),
                        report.coverageId(),
                        report.personId(),
                        report.facility().digits(),
                        report.fields().stream().map(MismatchField::name).toArray(String[]::new),
                        report.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    List<MismatchReport> page(InsurerNumber insurer, Optional<UUID> after, int rowsMax) {
        UUID from = after.orElse(FIRST);
        return jdbc.sql(PAGE)
                .params(insurer.digits(), insurer.digits(), from, from, rowsMax)
                .query(MismatchTable::read)
                .list();
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
                row.getObject("reported_at", OffsetDateTime.class).toInstant());
    }
}
