package org.onshi.acceptance;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The row that the registry holds for a coverage on a day, and the fields that an answer must show
 * of it.
 */
final class RegisteredRow {
    private final Map<String, String> columns;
    private final String insurerName;

    private RegisteredRow(Map<String, String> columns, String insurerName) {
        this.columns = columns;
        this.insurerName = insurerName;
    }

    static RegisteredRow of(RunningDemo demo, TownCsv row, LocalDate day) {
        try (Connection inspector = demo.inspector()) {
            return of(inspector, row, day);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The same for many rows.
     *
     * @param inspector a connection of {@link RunningDemo#inspector}
     */
    static RegisteredRow of(Connection inspector, TownCsv row, LocalDate day) {
        try (PreparedStatement query =
                inspector.prepareStatement(
                        "SELECT c.*, i.name AS the_insurer FROM registry.coverage c JOIN"
                                + " registry.insurer i USING (insurer_number) WHERE"
                                + " insurer_number = ? AND symbol = ? AND number = ? AND branch"
                                + " = ? AND birth_date = ? AND c.name = ? AND segment_from <= ?"
                                + " AND segment_to > ? AND standing = 'A' AND invalidated_at ="
                                + " 'infinity'")) {
            query.setString(1, row.insurerNumber());
            query.setString(2, row.symbol());
            query.setString(3, row.number());
            query.setString(4, row.branch());
            query.setDate(5, Date.valueOf(row.birthDate()));
            query.setString(6, row.name());
            query.setDate(7, Date.valueOf(day));
            query.setDate(8, Date.valueOf(day));
            try (ResultSet found = query.executeQuery()) {
                if (!found.next()) {
                    throw new AssertionError(
                            "no registered row of "
                                    + row.situation()
                                    + " "
                                    + row.person()
                                    + " on "
                                    + day);
                }
                Map<String, String> columns = new HashMap<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    String value = found.getString(i);
                    columns.put(found.getMetaData().getColumnLabel(i), value == null ? "" : value);
                }
                return new RegisteredRow(columns, columns.get("the_insurer"));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String column(String name) {
        return columns.get(name);
    }

    /**
     * Elements of the answer and their text, "" where the element must be absent; interface.md
     * §2.2, contracts §4.
     */
    Map<String, String> expected(LocalDate day) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("InsurerNumber", "%8s".formatted(column("insurer_number")));
        fields.put("InsuredCardSymbol", column("symbol"));
        fields.put("InsuredIdentificationNumber", column("number"));
        fields.put("InsuredBranchNumber", column("branch"));
        fields.put("PersonalFamilyClassification", column("relationship"));
        fields.put("Name", column("name"));
        fields.put("NameOfOther", column("other_name"));
        fields.put("Sex1", column("sex"));
        fields.put("Birthdate", date("birth_date"));
        fields.put("Address", column("address"));
        fields.put("QualificationDate", date("acquired_on"));
        fields.put("DisqualificationDate", date("lost_on"));
        fields.put("InsuredCertificateIssuanceDate", date("issued_on"));
        fields.put("InsuredCardValidDate", date("certificate_valid_from"));
        fields.put("InsuredCardExpirationDate", date("certificate_valid_to"));
        fields.put("ReasonOfLoss", column("loss_reason"));
        fields.put("InsurerName", insurerName);
        boolean lateStage = column("insurer_number").startsWith("39");
        String share =
                holds("copay_from", "copay_to", day) && !column("copay_percent").isEmpty()
                        ? "%03d".formatted(Integer.parseInt(column("copay_percent")))
                        : "";
        fields.put("InsuredPartialContributionRatio", lateStage ? share : "");
        fields.put("ElderlyRecipientContributionRatio", elderly(day) ? share : "");
        boolean limit = !column("limit_class").isEmpty() && holds("limit_from", "limit_to", day);
        fields.put(
                "LimitApplicationCertificateClassificationFlag",
                limit ? column("limit_class") : "");
        fields.put("LimitApplicationCertificateClassification", limit ? column("limit_kind") : "");
        fields.put("SpecificDiseasesDiseaseCategory", ""); // by card only
        return fields;
    }

    /**
     * 70 to 74: from the month after the month of the 70th birthday, born on a first from that very
     * day.
     */
    private boolean elderly(LocalDate day) {
        LocalDate seventieth = LocalDate.parse(column("birth_date")).plusYears(70);
        LocalDate from =
                seventieth.getDayOfMonth() == 1
                        ? seventieth
                        : seventieth.plusMonths(1).withDayOfMonth(1);
        return !column("insurer_number").startsWith("39") && !day.isBefore(from);
    }

    private boolean holds(String from, String to, LocalDate day) {
        return (column(from).isEmpty() || !day.isBefore(LocalDate.parse(column(from))))
                && (column(to).isEmpty() || !day.isAfter(LocalDate.parse(column(to))));
    }

    private String date(String column) {
        String value = column(column);
        return value.isEmpty() || value.equals("infinity") ? "" : value.replace("-", "");
    }
}
