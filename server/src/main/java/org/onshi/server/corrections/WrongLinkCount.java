package org.onshi.server.corrections;

import java.time.YearMonth;
import org.onshi.kernel.InsurerNumber;

/**
 * Wrong links of an insurer that were found in one month, for the figures (requirements J-01, J-02,
 * B-16).
 *
 * @param foundIn the month, in Japan, in which they were detected and viewing stopped
 * @param detected all that were ever suspended
 * @param confirmed of these, wrong indeed
 * @param lookedUp of these confirmed, those whose audit log was looked through: all of them
 * @param viewed of these confirmed, those where somebody was shown the coverage's data meanwhile
 * @param corrected of these confirmed, put right
 * @param published of these corrected, made public
 */
public record WrongLinkCount(
        InsurerNumber insurer,
        YearMonth foundIn,
        long detected,
        long confirmed,
        long lookedUp,
        long viewed,
        long corrected,
        long published) {}
