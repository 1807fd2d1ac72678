package org.onshi.server.matching;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one attribute in their order. A table of characters says which rules a text can
 * concern at all, so that most rules cost nothing.
 */
final class Pipeline {
    /** A bit for every step. */
    private static final int ALL = -1;

    /** The sign bit is no step's. */
    private static final int DIFFERENT = Integer.MIN_VALUE;

    private final Attribute attribute;
    private final List<Step> steps;

    /** By character of the basic plane: a bit for each step it triggers. */
    private final int[] triggered = new int[Character.MAX_VALUE + 1];

    Pipeline(Attribute attribute, List<Step> steps) {
        this.attribute = attribute;
        this.steps = steps;
        for (int i = 0; i < steps.size(); i++) {
            for (int c = 0; c <= Character.MAX_VALUE; c++) {
                boolean surrogate = Character.isSurrogate((char) c);
                if (surrogate || steps.get(i).triggers().test(c)) {
                    triggered[c] |= 1 << i;
                }
            }
        }
    }

    /** Compares two spellings. */
    Comparison compare(String one, String other) {
        if (one.isBlank() || other.isBlank()) {
            return Comparison.of(attribute, Outcome.UNCERTAIN);
        }
        boolean readable = Characters.readable(one) && Characters.readable(other);
        if (readable && one.equals(other)) {
            return Comparison.of(attribute, Outcome.EQUAL);
        }
        int used = run(ALL, one, other, readable);
        if (used == DIFFERENT) {
            return Comparison.of(attribute, Outcome.DIFFERS);
        }
        return new Comparison(
                attribute,
                readable ? Outcome.EQUAL_AFTER : Outcome.UNCERTAIN,
                rules(needed(used, one, other, readable)));
    }

    /** What the rules leave of one text by itself. */
    String key(String text) {
        String key = text;
        for (int i = 0; i < steps.size(); i++) {
            if ((triggers(key) & (1 << i)) != 0) {
                key = steps.get(i).alone().apply(key);
            }
        }
        return key;
    }

    /**
     * Applies steps until the texts are equal or no step is left.
     *
     * @param active a bit for each step to be applied
     * @param readable whether every character can be read; else the texts are compared at the end,
     *     as far as they can be
     * @return a bit for each step that changed something, or {@link #DIFFERENT}
     */
    private int run(int active, String one, String other, boolean readable) {
        String a = one;
        String b = other;
        int used = 0;
        int triggers = triggers(a) | triggers(b);
        for (int i = 0; i < steps.size(); i++) {
            int bit = 1 << i;
            if ((active & triggers & bit) == 0) {
                continue;
            }
            String nextA = steps.get(i).beside().apply(a, b);
            String nextB = steps.get(i).beside().apply(b, a);
            if (nextA.equals(a) && nextB.equals(b)) {
                continue;
            }
            used |= bit;
            a = nextA;
            b = nextB;
            if (readable && a.equals(b)) {
                return used;
            }
            triggers = triggers(a) | triggers(b);
        }
        boolean equal = readable ? a.equals(b) : Characters.equalWhereReadable(a, b);
        return equal ? used : DIFFERENT;
    }

    /**
     * The steps without which two texts would differ: one that changed both alike is no reason. At
     * most one more comparison for each step.
     */
    private int needed(int used, String one, String other, boolean readable) {
        if (readable && Integer.bitCount(used) == 1) {
            return used;
        }
        int needed = used;
        for (int i = 0; i < steps.size(); i++) {
            int without = needed & ~(1 << i);
            if (without != needed && run(without, one, other, readable) != DIFFERENT) {
                needed = without;
            }
        }
        return needed;
    }

    private List<MatchingRule> rules(int bits) {
        List<MatchingRule> rules = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if ((bits & (1 << i)) != 0) {
                rules.add(steps.get(i).rule());
            }
        }
        return rules;
    }

    private int triggers(String text) {
        int triggers = 0;
        for (int i = 0; i < text.length() && triggers != ALL; i++) {
            triggers |= triggered[text.charAt(i)];
        }
        return triggers;
    }
}
