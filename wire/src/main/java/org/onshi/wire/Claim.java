package org.onshi.wire;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;

/**
 * One claim (レセプト) of a claim file: RE with the HO, SN, SI and IY records after it.
 *
 * @param receiptNumber レセプト番号, within its file
 * @param kind レセプト種別, four digits
 * @param month 診療年月
 * @param birthDate 生年月日
 * @param insurer 保険者番号 of SN where the payer filled it in, else of HO; may have a false check digit
 * @param identifier likewise 記号・番号; 枝番 of SN, "" where there is none
 * @param items SI and IY, in the order of the file
 */
public record Claim(
        String receiptNumber,
        String kind,
        YearMonth month,
        LocalDate birthDate,
        ClaimedInsurerNumber insurer,
        InsuredIdentifier identifier,
        List<ClaimItem> items) {
    public Claim {
        items = List.copyOf(items);
    }

    /** The first day on which something was done; the first of the month where no day is given. */
    public LocalDate firstDay() {
        return items.stream()
                .flatMap(item -> item.days().keySet().stream())
                .min(Integer::compare)
                .map(month::atDay)
                .orElseGet(() -> month.atDay(1));
    }

    @Override
    public String toString() {
        return "Claim[" + month + "]";
    }
}
