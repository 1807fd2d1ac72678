package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.InsurerNumber;
import org.onshi.wire.MissingNumberReason;
import org.onshi.wire.RegistrationCode;

/**
 * Unregistered coverages of an insurer that share all of this.
 *
 * @param code why they are pending
 * @param reason why no number was sent; empty where one was
 * @param acquiredOn 資格取得年月日
 * @param notifiedOn 届出年月日
 * @param coverages how many, 1 or more
 */
public record UnregisteredCount(
        InsurerNumber insurer,
        RegistrationCode code,
        Optional<MissingNumberReason> reason,
        LocalDate acquiredOn,
        LocalDate notifiedOn,
        long coverages) {}
