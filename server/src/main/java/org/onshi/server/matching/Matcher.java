package org.onshi.server.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.onshi.kernel.Sex;

/**
 * Compares descriptions of people (requirements B-05…B-08, B-12, B-15…B-17). Immutable, safe for
 * many threads; time and memory are linear in the texts, which are bounded.
 *
 * <p>Holds for every pair: the birth date or the sex differs → {@link Decision#NO_MATCH}; {@link
 * Decision#LINK} only where all five attributes are the same. The whole table is in
 * docs/matching.md.
 */
public final class Matcher {
    /** Best name, best address: what is sure first, then what might be. */
    private static final Comparator<List<Comparison>> BEST_FIRST =
            Comparator.<List<Comparison>>comparingInt(Matcher::worst)
                    .thenComparingInt(Matcher::sum);

    private static final Matcher STANDARD = new Matcher(VariantCharacters.published());

    private final Spellings spellings;

    Matcher(VariantCharacters variants) {
        this.spellings = new Spellings(variants);
    }

    /** A matcher that knows the variant characters of the distribution only. */
    public static Matcher standard() {
        return STANDARD;
    }

    /**
     * Compares two descriptions.
     *
     * @param registered what was registered, or asked with
     * @param register what it is compared with
     */
    public Match compare(FiveAttributes registered, FiveAttributes register) {
        return compare(registered, KnownPerson.of(register));
    }

    /**
     * Compares a description with everything the register knows of one person. A name and its
     * reading are taken together; so a former name never lends its reading to another. Where both
     * name and address are former ones, somebody looks.
     */
    public Match compare(FiveAttributes registered, KnownPerson register) {
        List<Comparison> names = bestNames(registered, register);
        Comparison address = bestAddress(registered, register);
        List<Comparison> all =
                List.of(
                        names.get(0),
                        names.get(1),
                        Comparison.of(
                                Attribute.BIRTH_DATE,
                                registered.birthDate().equals(register.birthDate())
                                        ? Outcome.EQUAL
                                        : Outcome.DIFFERS),
                        Comparison.of(Attribute.SEX, sex(registered.sex(), register.sex())),
                        address);
        return new Match(decide(all), all);
    }

    /**
     * Compares two kana names alone, as at a transfer with the earlier record of the same number
     * (requirements B-08).
     */
    public Comparison compareKana(String one, String other) {
        FiveAttributes.bounded(one, "カナ氏名 / kana name");
        FiveAttributes.bounded(other, "カナ氏名 / kana name");
        return spellings.compare(Attribute.NAME_KANA, one, other);
    }

    /**
     * 照合キー: what the rules leave of a name, a kana name or an address. Equal keys mean equal
     * attributes; spellings that only become equal beside each other (a prefecture, a building left
     * out) have different ones. For finding candidates, never for deciding.
     *
     * @param attribute {@link Attribute#NAME}, {@link Attribute#NAME_KANA} or {@link
     *     Attribute#ADDRESS}
     * @throws IllegalArgumentException for another attribute
     * @throws org.onshi.kernel.MalformedValue when the text is longer than {@value
     *     FiveAttributes#TEXT_MAX}
     */
    public String key(Attribute attribute, String text) {
        FiveAttributes.bounded(text, attribute.japanese() + " / " + attribute.english());
        return spellings.key(attribute, text);
    }

    private List<Comparison> bestNames(FiveAttributes registered, KnownPerson register) {
        List<List<Comparison>> tried = new ArrayList<>();
        for (KnownName known : register.names()) {
            List<Comparison> pair =
                    List.of(
                            as(
                                    known.kind(),
                                    spellings.compare(
                                            Attribute.NAME, registered.name(), known.name())),
                            as(
                                    known.kind(),
                                    spellings.compare(
                                            Attribute.NAME_KANA,
                                            registered.nameKana(),
                                            known.nameKana())));
            if (sum(pair) == 0) {
                return pair;
            }
            tried.add(pair);
        }
        return tried.stream().min(BEST_FIRST).orElseThrow();
    }

    private Comparison bestAddress(FiveAttributes registered, KnownPerson register) {
        List<List<Comparison>> tried = new ArrayList<>();
        for (KnownAddress known : register.addresses()) {
            Comparison plain =
                    spellings.compare(Attribute.ADDRESS, registered.address(), known.address());
            Comparison one = known.former() ? after(plain, MatchingRule.FORMER_ADDRESS) : plain;
            if (one.outcome() == Outcome.EQUAL) {
                return one;
            }
            tried.add(List.of(one));
        }
        return tried.stream().min(BEST_FIRST).orElseThrow().getFirst();
    }

    private static Comparison as(KnownName.Kind kind, Comparison plain) {
        return switch (kind) {
            case CURRENT -> plain;
            case FORMER -> after(plain, MatchingRule.FORMER_NAME);
            case ALIAS -> after(plain, MatchingRule.ALIAS);
        };
    }

    private static Comparison after(Comparison plain, MatchingRule rule) {
        if (plain.outcome() == Outcome.DIFFERS) {
            return plain;
        }
        List<MatchingRule> rules = new ArrayList<>(plain.rules());
        rules.add(rule);
        return new Comparison(
                plain.attribute(),
                plain.outcome() == Outcome.UNCERTAIN ? Outcome.UNCERTAIN : Outcome.EQUAL_AFTER,
                rules);
    }

    private static Outcome sex(Sex one, Sex other) {
        if (one == Sex.UNSET || other == Sex.UNSET) {
            return Outcome.UNCERTAIN;
        }
        return one == other ? Outcome.EQUAL : Outcome.DIFFERS;
    }

    /** The decision table of docs/matching.md, hard stops first. */
    private static Decision decide(List<Comparison> all) {
        if (differs(all, Attribute.BIRTH_DATE) || differs(all, Attribute.SEX)) {
            return Decision.NO_MATCH;
        }
        long differing = all.stream().filter(one -> one.outcome() == Outcome.DIFFERS).count();
        long uncertain = all.stream().filter(one -> one.outcome() == Outcome.UNCERTAIN).count();
        if (differing > 1 || (differing == 1 && uncertain > 0)) {
            return Decision.NO_MATCH;
        }
        if (differing + uncertain > 0 || onlyFormer(all)) {
            return Decision.REVIEW;
        }
        return Decision.LINK;
    }

    private static boolean differs(List<Comparison> all, Attribute attribute) {
        return all.stream()
                .anyMatch(one -> one.attribute() == attribute && one.outcome() == Outcome.DIFFERS);
    }

    private static boolean onlyFormer(List<Comparison> all) {
        return by(all, MatchingRule.FORMER_NAME) && by(all, MatchingRule.FORMER_ADDRESS);
    }

    private static boolean by(List<Comparison> all, MatchingRule rule) {
        return all.stream().anyMatch(one -> one.rules().contains(rule));
    }

    private static int worst(List<Comparison> some) {
        return some.stream().mapToInt(one -> one.outcome().distance()).max().orElseThrow();
    }

    private static int sum(List<Comparison> some) {
        return some.stream().mapToInt(one -> one.outcome().distance()).sum();
    }

    /**
     * Whether every character says which one it is: no ● or 〓 in its place, and none that only one
     * office knows.
     */
    public static boolean isReadable(String text) {
        return Characters.readable(text);
    }
}
