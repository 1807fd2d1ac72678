package org.onshi.server.medicalinfo;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code onshi.medical-information.*}: how many months back something is shown, the month
 * asked in not counted (facts §6 give 3 years for medication, 5 for checkups).
 *
 * @param medicationMonths 1 to 240
 * @param treatmentMonths 1 to 240
 * @param checkupMonths 1 to 240
 */
@ConfigurationProperties("onshi.medical-information")
public record MedicalInformationSettings(
        @DefaultValue("36") int medicationMonths,
        @DefaultValue("36") int treatmentMonths,
        @DefaultValue("60") int checkupMonths) {
    private static final int MONTHS_MAX = 240;

    public MedicalInformationSettings {
        for (int months : new int[] {medicationMonths, treatmentMonths, checkupMonths}) {
            if (months < 1 || months > MONTHS_MAX) {
                throw new IllegalArgumentException(
                        "onshi.medical-information.*-months は 1 から 240 にしてください。 /"
                                + " onshi.medical-information.*-months must be 1 to 240.");
            }
        }
    }
}
