package org.onshi.wire;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;

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
    private static final int ARBITRARY_CHARACTERS_MAX = 1000;

    /** A key to ask with. */
    public static SearchKey of(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            boolean limitConsent,
            Optional<String> arbitraryIdentifier) {
        List<Element> children = new ArrayList<>();
        IdentifierFields.OF_INSURED.write(children, insurer, identifier);
        children.add(Element.leaf(Names.BIRTH_DATE, FieldReading.text(birthDate)));
        children.add(Element.leaf(Names.LIMIT_CONSENT, limitConsent ? "1" : "0"));
        arbitraryIdentifier
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> children.add(Element.leaf(Names.ARBITRARY_IDENTIFIER, text)));
        Element element = Element.of(Names.SEARCH, children);
        return new SearchKey(
                insurer, identifier, birthDate, limitConsent, arbitraryIdentifier, element);
    }

    /** Reads the element; what is wrong with it goes into the list. */
    static Optional<SearchKey> read(Element search, List<FieldFault> faults) {
        FieldReading reading = new FieldReading(search, faults);
        Optional<IdentifierFields.Insured> insured = IdentifierFields.OF_INSURED.read(reading);
        Optional<LocalDate> birthDate = reading.neededDate(Names.BIRTH_DATE);
        boolean limitConsent = reading.flag(Names.LIMIT_CONSENT);
        Optional<String> arbitrary =
                reading.plain(Names.ARBITRARY_IDENTIFIER, ARBITRARY_CHARACTERS_MAX);
        if (insured.isEmpty() || birthDate.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new SearchKey(
                        insured.get().insurer(),
                        insured.get().identifier(),
                        birthDate.get(),
                        limitConsent,
                        arbitrary,
                        search));
    }

    /** Nothing a person could be known by. */
    @Override
    public String toString() {
        return "SearchKey[…]";
    }
}
