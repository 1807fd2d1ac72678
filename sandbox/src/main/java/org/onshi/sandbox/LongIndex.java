package org.onshi.sandbox;

import java.util.Arrays;

/**
 * A growing map of long to long in two plain arrays: an index of a million residents in some 32
 * MiB. A key may be entered several times; {@link #find} lets the caller choose among its values.
 * Not for several threads.
 */
final class LongIndex {
    /** Value of a free place; offsets in a file are never negative. */
    private static final long FREE = -1;

    private static final int PLACES_FIRST = 1 << 12;

    private long[] keys = new long[PLACES_FIRST];
    private long[] values = free(PLACES_FIRST);
    private int size;

    /** Says whether a value found under the key is the one meant. */
    interface Choice {
        boolean is(long value);
    }

    /** The value under the key that is chosen, or -1. */
    long find(long key, Choice choice) {
        int place = place(key, choice);
        return values[place];
    }

    /** Puts a value in the place of the chosen one, or adds it. */
    void put(long key, long value, Choice choice) {
        int place = place(key, choice);
        if (values[place] == FREE) {
            size++;
        }
        keys[place] = key;
        values[place] = value;
        if (size > keys.length / 2) {
            grow();
        }
    }

    private int place(long key, Choice choice) {
        int mask = keys.length - 1;
        int place = (int) Dice.mix(key) & mask;
        while (values[place] != FREE && !(keys[place] == key && choice.is(values[place]))) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = free(oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != FREE) {
                int place = place(oldKeys[i], value -> false);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }

    private static long[] free(int places) {
        long[] values = new long[places];
        Arrays.fill(values, FREE);
        return values;
    }
}
