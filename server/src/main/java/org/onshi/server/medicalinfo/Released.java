package org.onshi.server.medicalinfo;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.onshi.kernel.FacilityCode;
import org.onshi.wire.Patient;
import org.onshi.wire.SharedClock;

/**
 * To whom and when medical information was released, as it stands on the printed pages.
 *
 * @param facility which asked
 * @param facilityName "" when not known
 * @param at the instant of the release
 */
record Released(FacilityCode facility, String facilityName, Instant at) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu年M月d日 HH:mm", Locale.JAPANESE);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu年M月d日", Locale.JAPANESE);

    /** Whose it is, for the top of every page: a sheet may come apart from the others. */
    static String header(Patient patient) {
        return "%s（%s）　%s生　性別 %s"
                .formatted(
                        patient.name(),
                        patient.nameKana(),
                        day(patient.birthDate()),
                        patient.sex().label());
    }

    /** Where it came from, for the bottom of every page. */
    String footer() {
        return "オンライン資格確認等システム　%s提供　提供先 %s（%s）"
                .formatted(
                        MINUTE.format(LocalDateTime.ofInstant(at, SharedClock.ZONE)),
                        facilityName.isEmpty() ? "医療機関等" : facilityName,
                        facility.digits());
    }

    static String day(LocalDate day) {
        return DAY.format(day);
    }
}
