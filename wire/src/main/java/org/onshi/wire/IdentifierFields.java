package org.onshi.wire;

import java.util.List;
import java.util.Optional;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.MalformedValue;

/**
 * Insurer number, symbol, number and branch as messages carry them; the names of the last three
 * differ by family (interface.md §2.1, §2.5, §2.7).
 *
 * @param symbol its element
 * @param number likewise
 * @param branch likewise
 */
record IdentifierFields(String symbol, String number, String branch) {
    /** As inquiries and reference numbers name them. */
    static final IdentifierFields OF_INSURED =
            new IdentifierFields(Names.SYMBOL, Names.NUMBER, Names.BRANCH);

    /** 38 in claims (facts §1.6). */
    private static final int CHARACTERS_MAX = 38;

    private static final int INSURER_DIGITS = 8;

    /** Who is meant. */
    record Insured(ClaimedInsurerNumber insurer, InsuredIdentifier identifier) {
        @Override
        public String toString() {
            return "Insured[…]";
        }
    }

    /** Reads them; empty when something is wrong, which the reading then names. */
    Optional<Insured> read(FieldReading reading) {
        Optional<ClaimedInsurerNumber> insurer = reading.neededInsurer(Names.INSURER_NUMBER);
        String symbolText = reading.plain(symbol, CHARACTERS_MAX).orElse("");
        Optional<String> numberText = reading.needed(number, CHARACTERS_MAX);
        String branchText = reading.branchNumber(branch);
        if (numberText.isEmpty()) {
            return Optional.empty();
        }
        try {
            InsuredIdentifier identifier =
                    new InsuredIdentifier(symbolText.strip(), numberText.get().strip(), branchText);
            return insurer.map(it -> new Insured(it, identifier));
        } catch (MalformedValue malformed) {
            // e.g. a number of dashes and spaces only
            reading.fault(number, FaultCode.IDENTIFIER_MALFORMED);
            return Optional.empty();
        }
    }

    /**
     * Writes them, the insurer number padded with spaces; an empty symbol or branch is left out.
     */
    void write(List<Element> into, ClaimedInsurerNumber insurer, InsuredIdentifier identifier) {
        String canonical = insurer.trimmed();
        into.add(
                Element.leaf(
                        Names.INSURER_NUMBER,
                        " ".repeat(Math.max(0, INSURER_DIGITS - canonical.length())) + canonical));
        leaf(into, symbol, identifier.symbol());
        leaf(into, number, identifier.number());
        leaf(into, branch, identifier.branch());
    }

    private static void leaf(List<Element> into, String name, String text) {
        if (!text.isEmpty()) {
            into.add(Element.leaf(name, text));
        }
    }
}
