package org.onshi.server.matching;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules of one attribute in their order. A table of characters says which rules a text can
 * concern at all, so that most rules cost nothing.
 */
final class Pipeline {
    private static final int ALL = -1;

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
        boolean readable = Letters.readable(one) && Letters.readable(other);
        if (readable && one.equals(other)) {
            return Comparison.of(attribute, Outcome.EQUAL);
        }
        List<Step> used = new ArrayList<>();
        boolean equal = run(steps, one, other, readable, used);
        if (!equal) {
            return Comparison.of(attribute, Outcome.DIFFERS);
        }
        if (!readable || used.size() > 1) {
            used = needed(used, one, other);
        }
        return new Comparison(
                attribute,
                readable ? Outcome.EQUAL_AFTER : Outcome.UNCERTAIN,
                used.stream().map(Step::rule).toList());
    }

    /** What the rules leave of one text by itself. */
    String key(String text) {
        String key = text;
        for (int i = 0; i < steps.size(); i++) {
            if ((triggers(key) & 1 << i) != 0) {
                key = steps.get(i).alone().apply(key);
            }
        }
        return key;
    }

    /**
     * Applies steps until the texts are equal or no step is left.
     *
     * @param some some of the steps, in their order
     * @param stop whether equal texts end it: not where a text has characters nobody can read
     * @param used receives the steps that changed something
     * @return whether the texts became equal, as far as they can be read
     */
    private boolean run(List<Step> some, String one, String other, boolean stop, List<Step> used) {
        String a = one;
        String b = other;
        int triggersA = triggers(a);
        int triggersB = triggers(b);
        int all = 0;
        for (Step step : some) {
            while (!steps.get(all).equals(step)) {
                all++;
            }
            if (((triggersA | triggersB) & (1 << all)) == 0) {
                continue;
            }
            String nextA = step.beside().apply(a, b);
            String nextB = step.beside().apply(b, a);
            if (nextA.equals(a) && nextB.equals(b)) {
                continue;
            }
            used.add(step);
            a = nextA;
            b = nextB;
            if (stop && a.equals(b)) {
                return true;
            }
            triggersA = triggers(a);
            triggersB = triggers(b);
        }
        return Letters.equalWhereReadable(a, b) && (!stop || a.equals(b));
    }

    /**
     * The steps without which two texts would differ: one that changed both alike is no reason. At
     * most one more comparison for each step.
     */
    private List<Step> needed(List<Step> used, String one, String other) {
        List<Step> needed = new ArrayList<>(used);
        for (Step step : used) {
            List<Step> without = new ArrayList<>(needed);
            without.remove(step);
            if (run(without, one, other, true, new ArrayList<>())
                    || run(without, one, other, false, new ArrayList<>())) {
                needed = without;
            }
        }
        return needed;
    }

    private int triggers(String text) {
        int triggers = 0;
        for (int i = 0; i < text.length() && triggers != ALL; i++) {
            triggers |= triggered[text.charAt(i)];
        }
        return triggers;
    }
}
