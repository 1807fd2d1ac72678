package org.onshi.server.insurerdoor;

import java.util.ArrayList;
import java.util.List;

/**
 * Two values side by side, cut where they differ: what both have in the same order (a longest
 * common subsequence) is plain, the rest is marked.
 */
final class Differences {
    /** Longer values are compared as a whole; nothing registered is. */
    private static final int CHARACTERS_MAX = 300;

    private Differences() {}

    /** A part of a value, as a page shows it. */
    record Part(String text, boolean differs) {
        @Override
        public String toString() {
            return "Part[…]";
        }
    }

    /** Both values in their parts. */
    record Pair(List<Part> left, List<Part> right) {
        Pair {
            left = List.copyOf(left);
            right = List.copyOf(right);
        }

        /** Whether nothing is marked. */
        boolean same() {
            return left.stream().noneMatch(Part::differs)
                    && right.stream().noneMatch(Part::differs);
        }
    }

    /** Compares by characters as people count them, not by the halves of rare ones. */
    static Pair between(String left, String right) {
        List<String> a = characters(left);
        List<String> b = characters(right);
        if (a.size() > CHARACTERS_MAX || b.size() > CHARACTERS_MAX) {
            boolean differs = !left.equals(right);
            return new Pair(List.of(new Part(left, differs)), List.of(new Part(right, differs)));
        }
        int[][] common = common(a, b);
        boolean[] keptLeft = new boolean[a.size()];
        boolean[] keptRight = new boolean[b.size()];
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            if (a.get(i).equals(b.get(j))) {
                keptLeft[i++] = true;
                keptRight[j++] = true;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return new Pair(parts(a, keptLeft), parts(b, keptRight));
    }

    private static List<String> characters(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    /** How many characters the rests from (i, j) have in common, at most. */
    private static int[][] common(List<String> a, List<String> b) {
        int[][] common = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                common[i][j] =
                        a.get(i).equals(b.get(j))
                                ? common[i + 1][j + 1] + 1
                                : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }

    private static List<Part> parts(List<String> characters, boolean[] kept) {
        List<Part> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < characters.size(); at++) {
            if (at > 0 && kept[at] != kept[at - 1]) {
                parts.add(new Part(text.toString(), !kept[at - 1]));
                text.setLength(0);
            }
            text.append(characters.get(at));
        }
        if (!characters.isEmpty()) {
            parts.add(new Part(text.toString(), !kept[characters.size() - 1]));
        }
        return parts;
    }
}
