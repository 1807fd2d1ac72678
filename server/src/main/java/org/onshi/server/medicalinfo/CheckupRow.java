package org.onshi.server.medicalinfo;

import java.time.LocalDate;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;

/**
 * One result of a checkup file.
 *
 * @param insurer 保険者番号
 * @param identifier 記号・番号・枝番
 * @param birthDate 生年月日
 * @param day 受診日
 * @param code JLAC10, 17 characters
 * @param value as reported
 * @param unit "" where there is none
 */
public record CheckupRow(
        ClaimedInsurerNumber insurer,
        InsuredIdentifier identifier,
        LocalDate birthDate,
        LocalDate day,
        String code,
        String value,
        String unit) {
    /** Whether it belongs to the same checkup of the same person. */
    public boolean sameCheckup(CheckupRow other) {
        return insurer.equals(other.insurer)
                && identifier.equals(other.identifier)
                && birthDate.equals(other.birthDate)
                && day.equals(other.day);
    }

    @Override
    public String toString() {
        return "CheckupRow[…]";
    }
}
