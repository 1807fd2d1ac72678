package org.onshi.wire;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.MalformedValue;

/**
 * QualificationConfirmSearchInfo: who is asked about (interface.md §2.1).
 *
 * @param insurer the insurer number as claimed, padded with spaces or zeros or not at all
 * @param identifier symbol, number and branch, raw
 * @param birthDate never guessed: it must be equal
 * @param limitConsent whether limit data may be answered
 * @param arbitraryIdentifier ArbitraryIdentifier, the client's own key of the person
 * @param asSent the element to echo
 */
public record SearchKey(
        ClaimedInsurerNumber insurer,
        InsuredIdentifier identifier,
        LocalDate birthDate,
        boolean limitConsent,
        Optional<String> arbitraryIdentifier,
        Element asSent) {
    /** 38 in claims (facts §1.6). */
    private static final int NUMBER_CHARACTERS_MAX = 38;

    private static final int ARBITRARY_CHARACTERS_MAX = 1000;

    /** A key to ask with. */
    public static SearchKey of(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            boolean limitConsent,
            Optional<String> arbitraryIdentifier) {
        List<Element> children = new ArrayList<>();
        String canonical = insurer.trimmed();
        children.add(
                Element.leaf(
                        Names.INSURER_NUMBER,
                        " ".repeat(Math.max(0, 8 - canonical.length())) + canonical));
        leaf(children, Names.SYMBOL, identifier.symbol());
        leaf(children, Names.NUMBER, identifier.number());
        leaf(children, Names.BRANCH, identifier.branch());
        leaf(children, Names.BIRTH_DATE, FieldReading.text(birthDate));
        leaf(children, Names.LIMIT_CONSENT, limitConsent ? "1" : "0");
        arbitraryIdentifier.ifPresent(text -> leaf(children, Names.ARBITRARY_IDENTIFIER, text));
        Element element = Element.of(Names.SEARCH, children);
        return new SearchKey(
                insurer, identifier, birthDate, limitConsent, arbitraryIdentifier, element);
    }

    /** Reads the element; what is wrong with it goes into the list. */
    static Optional<SearchKey> read(Element search, List<FieldFault> faults) {
        FieldReading reading = new FieldReading(search, faults);
        Optional<ClaimedInsurerNumber> insurer = reading.neededInsurer(Names.INSURER_NUMBER);
        String symbol = reading.plain(Names.SYMBOL, NUMBER_CHARACTERS_MAX).orElse("");
        Optional<String> number = reading.needed(Names.NUMBER, NUMBER_CHARACTERS_MAX);
        String branch = reading.branchNumber(Names.BRANCH);
        Optional<LocalDate> birthDate = reading.neededDate(Names.BIRTH_DATE);
        boolean limitConsent = reading.flag(Names.LIMIT_CONSENT);
        Optional<String> arbitrary =
                reading.plain(Names.ARBITRARY_IDENTIFIER, ARBITRARY_CHARACTERS_MAX);
        if (insurer.isEmpty() || number.isEmpty() || birthDate.isEmpty()) {
            return Optional.empty();
        }
        try {
            InsuredIdentifier identifier =
                    new InsuredIdentifier(symbol.strip(), number.get().strip(), branch);
            return Optional.of(
                    new SearchKey(
                            insurer.get(),
                            identifier,
                            birthDate.get(),
                            limitConsent,
                            arbitrary,
                            search));
        } catch (MalformedValue malformed) {
            // e.g. a number of dashes and spaces only
            reading.fault(Names.NUMBER, FaultCode.IDENTIFIER_MALFORMED);
            return Optional.empty();
        }
    }

    private static void leaf(List<Element> into, String name, String text) {
        if (!text.isEmpty()) {
            into.add(Element.leaf(name, text));
        }
    }

    /** Nothing a person could be known by. */
    @Override
    public String toString() {
        return "SearchKey[…]";
    }
}
