package org.onshi.server.matching;

import java.util.List;
import java.util.function.UnaryOperator;

/** The rules of each attribute that is a text, in their order. */
final class Spellings {
    private static final String DIGITS = "0123456789";

    private final Pipeline name;
    private final Pipeline kana;
    private final Pipeline address;

    Spellings(VariantCharacters variants) {
        Step selectors = Step.letters(MatchingRule.IVS, Characters::withoutSelectors);
        Step variant = Step.letters(MatchingRule.VARIANT_CHARACTER, variants::fold);
        Step width = Step.each(MatchingRule.WIDTH, Characters::mayCompose, Characters::width);
        Step noSpace = Step.letters(MatchingRule.SPACE, Characters::withoutSpaces);
        Step upper = Step.letters(MatchingRule.CASE, Characters::upper);
        Step dash = Step.each(MatchingRule.DASH, Characters::isDash, Characters::dashes);
        Step vowel = Step.letters(MatchingRule.DASH, Characters::longVowels);
        Step script = Step.letters(MatchingRule.KANA_SCRIPT, Characters::katakana);
        Step size = Step.letters(MatchingRule.KANA_SIZE, Characters::large);
        Step vu = Step.letters(MatchingRule.VU, Characters::vu);
        name =
                new Pipeline(
                        Attribute.NAME,
                        List.of(selectors, variant, width, noSpace, upper, dash, size));
        kana =
                new Pipeline(
                        Attribute.NAME_KANA,
                        List.of(selectors, width, noSpace, upper, vowel, script, size, vu));
        address =
                new Pipeline(
                        Attribute.ADDRESS,
                        List.of(
                                selectors,
                                variant,
                                width,
                                Step.each(
                                        MatchingRule.SPACE,
                                        Characters::isSpace,
                                        AddressRules::spaces),
                                upper,
                                Step.each(
                                        MatchingRule.DASH,
                                        c -> c == 'ー' || Characters.isDash(c),
                                        AddressRules::dashes),
                                script,
                                size,
                                of(MatchingRule.PARTICLE, "ケガノ之乃", AddressRules::particles),
                                of(MatchingRule.OAZA, "字", AddressRules::sections),
                                Step.pair(
                                        MatchingRule.PREFECTURE, "都道府県", AddressRules::prefecture),
                                Step.pair(
                                        MatchingRule.KYOTO_STREET, "ル入", AddressRules::kyotoStreet),
                                of(
                                        MatchingRule.NUMERAL,
                                        AddressRules.KANJI_NUMERALS,
                                        AddressRules::numerals),
                                of(MatchingRule.CHOME, "第丁番号条ノ-", AddressRules::blocks),
                                of(MatchingRule.ROOM, "号室棟", AddressRules::rooms),
                                Step.pair(MatchingRule.BUILDING, DIGITS, AddressRules::building)));
    }

    /** Compares two spellings of an attribute that is a text. */
    Comparison compare(Attribute attribute, String one, String other) {
        return of(attribute).compare(one, other);
    }

    String key(Attribute attribute, String text) {
        return of(attribute).key(text);
    }

    private Pipeline of(Attribute attribute) {
        return switch (attribute) {
            case NAME -> name;
            case NAME_KANA -> kana;
            case ADDRESS -> address;
            case BIRTH_DATE, SEX ->
                    throw new IllegalArgumentException(attribute + " has one spelling only");
        };
    }

    private static Step of(MatchingRule rule, String triggers, UnaryOperator<String> change) {
        return Step.each(rule, Step.in(triggers), change);
    }
}
