package org.onshi.server.registry;

import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.LimitCertificateKind;
import org.onshi.kernel.LimitClass;

/**
 * 限度額適用認定証等 as registered; shown only with the flag or the consent that asks for it.
 *
 * @param kind 証の種類
 * @param limitClass 適用区分, if registered
 * @param issuedOn 交付年月日, if registered
 * @param from first day of validity, if registered
 * @param to last day of validity, if registered
 * @param longTermOn 長期入院該当年月日, if registered
 */
public record LimitCertificate(
        LimitCertificateKind kind,
        Optional<LimitClass> limitClass,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Optional<LocalDate> longTermOn) {}
