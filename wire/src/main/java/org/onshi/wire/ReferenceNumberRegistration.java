package org.onshi.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;

/**
 * ReferenceNumberRegistrationInfo: a facility's own number of a patient, and which patient it is
 * (interface.md §2.5). There is no birth date in it.
 *
 * @param referenceNumber 照会番号, 1 to 50 characters, without white space around it
 * @param insurer as claimed, padded or not
 * @param identifier symbol, number and branch, raw
 * @param asSent the element to echo, each of its fields once
 */
public record ReferenceNumberRegistration(
        String referenceNumber,
        ClaimedInsurerNumber insurer,
        InsuredIdentifier identifier,
        Element asSent) {
    /** ReferenceNumber: ≤ 50 characters (interface.md §2.5). */
    public static final int NUMBER_CHARACTERS_MAX = 50;

    private static final List<String> FIELDS =
            List.of(
                    Names.REFERENCE_NUMBER,
                    Names.INSURER_NUMBER,
                    Names.SYMBOL,
                    Names.NUMBER,
                    Names.BRANCH);

    /** A registration to ask for; an empty symbol or branch is left out. */
    public static ReferenceNumberRegistration of(
            String referenceNumber, ClaimedInsurerNumber insurer, InsuredIdentifier identifier) {
        List<Element> children = new ArrayList<>();
        children.add(Element.leaf(Names.REFERENCE_NUMBER, referenceNumber));
        IdentifierFields.OF_INSURED.write(children, insurer, identifier);
        return new ReferenceNumberRegistration(
                referenceNumber,
                insurer,
                identifier,
                Element.of(Names.REFERENCE_REGISTRATION, children));
    }

    /**
     * What an answer repeats of a registration: the fields of the layout, each once. A strict
     * client takes a repeated ReferenceNumber for a broken answer (interface.md §2.5).
     */
    public static Element echo(Element registration) {
        return Element.of(
                Names.REFERENCE_REGISTRATION,
                FIELDS.stream()
                        .flatMap(field -> registration.first(field).stream())
                        .filter(leaf -> leaf.children().isEmpty())
                        .toList());
    }

    /** The same for the first registration of a message, faulty or not. */
    public static Optional<Element> echoOf(Element root) {
        return root.at(Names.BODY, Names.REFERENCE_REGISTRATION)
                .map(ReferenceNumberRegistration::echo);
    }

    /** Reads the element; what is wrong with it goes into the list. */
    static Optional<ReferenceNumberRegistration> read(
            Element registration, List<FieldFault> faults) {
        FieldReading reading = new FieldReading(registration, faults);
        Optional<String> referenceNumber =
                reading.needed(Names.REFERENCE_NUMBER, NUMBER_CHARACTERS_MAX).map(String::strip);
        Optional<IdentifierFields.Insured> insured = IdentifierFields.OF_INSURED.read(reading);
        return referenceNumber.flatMap(own ->
                insured.map(who ->
                        new ReferenceNumberRegistration(
                                own, who.insurer(), who.identifier(), echo(registration))));
    }

    /** Nothing a person could be known by. */
    @Override
    public String toString() {
        return "ReferenceNumberRegistration[…]";
    }
}
