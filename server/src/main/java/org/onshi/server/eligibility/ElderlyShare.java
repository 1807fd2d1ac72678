package org.onshi.server.eligibility;

import java.time.LocalDate;
import java.util.Optional;
import org.onshi.kernel.CopayPercent;

/**
 * 高齢受給者証の内容, for somebody of 70 to 74 (requirements A-13).
 *
 * @param percent 一部負担金割合
 * @param issuedOn 交付年月日, if registered
 * @param from 発効期日, if registered
 * @param to 有効期限, if registered
 */
public record ElderlyShare(
        CopayPercent percent,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> from,
        Optional<LocalDate> to) {}
