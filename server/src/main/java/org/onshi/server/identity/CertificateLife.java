package org.onshi.server.identity;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;

/**
 * The state machine of a certificate that is not revoked (requirements G-15), pure: its last day
 * and the day asked in, what it allows out.
 *
 * @param expiresOn its last day
 * @param graceMonths months after it in which it still opens eligibility: 0 before 2024-12-02, then
 *     3 (requirements A-16), as the rule of the day asked says
 * @param counting how these months are counted
 */
record CertificateLife(LocalDate expiresOn, int graceMonths, GraceCounting counting) {
    /** Months before its end from which the holder is told (requirements A-15). */
    private static final int ALERT_MONTHS = 3;

    /** By the rules of the day asked and the settings. */
    static CertificateLife of(
            LocalDate expiresOn, LocalDate today, Rules rules, IdentitySettings settings) {
        int months =
                Integer.parseInt(rules.value(Rule.CERTIFICATE_GRACE_MONTHS, today).orElse("0"));
        return new CertificateLife(expiresOn, months, settings.graceCounting());
    }

    /** What it allows that day; empty when it is over. */
    Optional<CardState> on(LocalDate day) {
        if (day.isAfter(usableUntil())) {
            return Optional.empty();
        }
        if (day.isAfter(expiresOn)) {
            return Optional.of(CardState.GRACE);
        }
        boolean ending = !day.isBefore(expiresOn.minusMonths(ALERT_MONTHS));
        return Optional.of(ending ? CardState.ALERT : CardState.VALID);
    }

    /** The last day on which it opens eligibility, the grace included. */
    LocalDate usableUntil() {
        if (graceMonths == 0) {
            return expiresOn;
        }
        return switch (counting) {
            case MONTH_END -> YearMonth.from(expiresOn).plusMonths(graceMonths).atEndOfMonth();
            case DAY -> expiresOn.plusMonths(graceMonths);
        };
    }
}
