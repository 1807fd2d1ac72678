package org.onshi.server.matching;

import java.util.ArrayList;
import java.util.List;

/** The rules of each attribute in their order, and how they are tried. */
final class Spellings {
    private final List<Step> name;
    private final List<Step> kana;
    private final List<Step> address;

    Spellings(VariantCharacters variants) {
        Step selectors = Step.each(MatchingRule.IVS, Letters::withoutSelectors);
        Step variant = Step.each(MatchingRule.VARIANT_CHARACTER, variants::fold);
        Step width = Step.each(MatchingRule.WIDTH, Letters::width);
        Step noSpace = Step.each(MatchingRule.SPACE, Letters::withoutSpaces);
        Step upper = Step.each(MatchingRule.CASE, Letters::upper);
        Step dash = Step.each(MatchingRule.DASH, Letters::dashes);
        Step script = Step.each(MatchingRule.KANA_SCRIPT, Letters::katakana);
        Step size = Step.each(MatchingRule.KANA_SIZE, Letters::large);
        name = List.of(selectors, variant, width, noSpace, upper, dash, size);
        kana =
                List.of(
                        selectors,
                        width,
                        noSpace,
                        upper,
                        Step.each(MatchingRule.DASH, Letters::longVowels),
                        script,
                        size,
                        Step.each(MatchingRule.VU, Letters::vu));
        address =
                List.of(
                        selectors,
                        variant,
                        width,
                        Step.each(MatchingRule.SPACE, AddressRules::spaces),
                        upper,
                        Step.each(MatchingRule.DASH, AddressRules::dashes),
                        script,
                        size,
                        Step.each(MatchingRule.PARTICLE, AddressRules::particles),
                        Step.pair(MatchingRule.PREFECTURE, AddressRules::prefecture),
                        Step.pair(MatchingRule.KYOTO_STREET, AddressRules::kyotoStreet),
                        Step.each(MatchingRule.NUMERAL, AddressRules::numerals),
                        Step.each(MatchingRule.CHOME, AddressRules::blocks),
                        Step.each(MatchingRule.ROOM, AddressRules::rooms),
                        Step.each(MatchingRule.OAZA, AddressRules::sections),
                        Step.pair(MatchingRule.BUILDING, AddressRules::building));
    }

    /** Compares two spellings of an attribute that is a text. */
    Comparison compare(Attribute attribute, String one, String other) {
        if (one.isBlank() || other.isBlank()) {
            return Comparison.of(attribute, Outcome.UNCERTAIN);
        }
        boolean readable = Letters.readable(one) && Letters.readable(other);
        if (readable && one.equals(other)) {
            return Comparison.of(attribute, Outcome.EQUAL);
        }
        List<MatchingRule> used = new ArrayList<>();
        String a = one;
        String b = other;
        for (Step step : steps(attribute)) {
            String nextA = step.beside().apply(a, b);
            String nextB = step.beside().apply(b, a);
            if (changedWhatDiffers(a, b, nextA, nextB)) {
                used.add(step.rule());
            }
            a = nextA;
            b = nextB;
            if (readable && a.equals(b)) {
                return new Comparison(attribute, Outcome.EQUAL_AFTER, used);
            }
        }
        return !readable && Letters.equalWhereReadable(a, b)
                ? new Comparison(attribute, Outcome.UNCERTAIN, used)
                : Comparison.of(attribute, Outcome.DIFFERS);
    }

    String key(Attribute attribute, String text) {
        String key = text;
        for (Step step : steps(attribute)) {
            key = step.alone().apply(key);
        }
        return key;
    }

    private List<Step> steps(Attribute attribute) {
        return switch (attribute) {
            case NAME -> name;
            case NAME_KANA -> kana;
            case ADDRESS -> address;
            case BIRTH_DATE, SEX ->
                    throw new IllegalArgumentException(attribute + " has one spelling only");
        };
    }

    /**
     * Whether a rule touched the part in which two texts differ: a space that stands in both at the
     * same place is no reason.
     */
    private static boolean changedWhatDiffers(String a, String b, String nextA, String nextB) {
        if (a.equals(nextA) && b.equals(nextB)) {
            return false;
        }
        return !core(a, b).equals(core(nextA, nextB)) || !core(b, a).equals(core(nextB, nextA));
    }

    /**
     * What is left of the first text without the beginning and the end it shares with the other.
     */
    private static String core(String own, String other) {
        int shorter = Math.min(own.length(), other.length());
        int begin = 0;
        while (begin < shorter && own.charAt(begin) == other.charAt(begin)) {
            begin++;
        }
        int end = 0;
        while (end < shorter - begin
                && own.charAt(own.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
            end++;
        }
        return own.substring(begin, own.length() - end);
    }
}
