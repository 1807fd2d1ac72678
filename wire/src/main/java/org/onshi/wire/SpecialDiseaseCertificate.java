package org.onshi.wire;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * 特定疾病療養受療証 of a result.
 *
 * @param category 1 to 3 (OQSCD013); unknown codes are kept
 * @param issuedOn 交付年月日
 * @param validFrom first day
 * @param validTo last day
 * @param selfPay 自己負担限度額, yen a month
 */
public record SpecialDiseaseCertificate(
        String category,
        Optional<LocalDate> issuedOn,
        Optional<LocalDate> validFrom,
        Optional<LocalDate> validTo,
        Optional<String> selfPay) {
    static final String LIST = "SpecificDiseasesCertificateList";
    static final String ITEM = "SpecificDiseasesCertificateInfo";

    private static final String CATEGORY = "SpecificDiseasesDiseaseCategory";
    private static final String ISSUED = "SpecificDiseasesCertificateDate";
    private static final String FROM = "SpecificDiseasesValidStartDate";
    private static final String TO = "SpecificDiseasesValidEndDate";
    private static final String SELF_PAY = "SpecificDiseasesSelfPay";

    static SpecialDiseaseCertificate of(Element item) {
        return new SpecialDiseaseCertificate(
                item.textAt(CATEGORY).orElse(""),
                item.textAt(ISSUED).flatMap(FieldReading::date),
                item.textAt(FROM).flatMap(FieldReading::date),
                item.textAt(TO).flatMap(FieldReading::date),
                item.textAt(SELF_PAY));
    }

    Element element() {
        List<Element> children = new ArrayList<>();
        children.add(Element.leaf(CATEGORY, category));
        date(children, ISSUED, issuedOn);
        date(children, FROM, validFrom);
        date(children, TO, validTo);
        selfPay.ifPresent(yen -> children.add(Element.leaf(SELF_PAY, yen)));
        return Element.of(ITEM, children);
    }

    private static void date(List<Element> into, String name, Optional<LocalDate> date) {
        date.ifPresent(day -> into.add(Element.leaf(name, FieldReading.text(day))));
    }

    /** Nothing: an illness. */
    @Override
    public String toString() {
        return "SpecialDiseaseCertificate[…]";
    }
}
