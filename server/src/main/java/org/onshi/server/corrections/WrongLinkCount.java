package org.onshi.server.corrections;

import org.onshi.kernel.InsurerNumber;

/**
 * Wrong links of an insurer, for the figures (requirements J-01, J-02).
 *
 * @param detected all that were ever suspended
 * @param confirmed of these, wrong indeed
 * @param lookedUp of these confirmed, those whose audit log was looked through: all of them
 * @param viewed of these confirmed, those where somebody was shown data meanwhile
 * @param corrected of these confirmed, put right
 * @param published of these corrected, made public
 */
public record WrongLinkCount(
        InsurerNumber insurer,
        long detected,
        long confirmed,
        long lookedUp,
        long viewed,
        long corrected,
        long published) {}
