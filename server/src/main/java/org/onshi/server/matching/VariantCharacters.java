package org.onshi.server.matching;

import com.ibm.icu.text.Normalizer2;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * 異体字表: which character is another shape of which (requirements B-17). The published table is
 * {@code matching/variants.csv} with its sources, and Unicode's compatibility ideographs; a table
 * of the same form can be put beside it, for instance one made of the MJ縮退マップ, whose licence does
 * not allow us to ship it.
 */
final class VariantCharacters {
    private static final String RESOURCE = "/matching/variants.csv";
    private static final String HEADER = "from,to,source";
    private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();

    /** First and last of the blocks of radicals and compatibility ideographs. */
    private static final List<List<Integer>> COMPATIBILITY =
            List.of(List.of(0x2E80, 0x2FDF), List.of(0xF900, 0xFAFF), List.of(0x2F800, 0x2FA1F));

    private static final int STEPS_MAX = 8;
    private static final VariantCharacters PUBLISHED = load();

    private final Map<Integer, Integer> shapes;

    /** By character of the basic plane: its shape; NUL where it is outside that plane. */
    private final String basic;

    private VariantCharacters(Map<Integer, Integer> shapes) {
        this.shapes = shapes;
        StringBuilder plane = new StringBuilder(Character.MAX_VALUE + 1);
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            int shape = shapes.getOrDefault(c, c);
            plane.append(Character.isBmpCodePoint(shape) ? (char) shape : '\0');
        }
        this.basic = plane.toString();
    }

    /** The table of the distribution. */
    static VariantCharacters published() {
        return PUBLISHED;
    }

    /**
     * This table and more rows, which win.
     *
     * @param lines header {@code from,to,source}, then one pair a row, characters or {@code U+XXXX}
     * @throws IllegalArgumentException when a row is malformed or the pairs go round in a circle
     */
    VariantCharacters and(List<String> lines) {
        Map<Integer, Integer> more = new HashMap<>(shapes);
        more.putAll(read(lines));
        return new VariantCharacters(resolved(more));
    }

    /** Each character in the shape it is compared in. */
    String fold(String text) {
        return Characters.each(text, this::shape);
    }

    private int shape(int c) {
        char shape = Character.isBmpCodePoint(c) ? basic.charAt(c) : 0;
        return shape == 0 ? shapes.getOrDefault(c, c) : shape;
    }

    private static Map<Integer, Integer> read(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER)) {
            throw new IllegalArgumentException("the header of the variants must be " + HEADER);
        }
        Map<Integer, Integer> pairs = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", 3);
            if (cells.length < 3) {
                throw new IllegalArgumentException("not a pair of variants: line " + (i + 1));
            }
            pairs.put(character(cells[0], i), character(cells[1], i));
        }
        return pairs;
    }

    private static int character(String cell, int line) {
        if (cell.startsWith("U+")) {
            return Integer.parseInt(cell.substring(2), 16);
        }
        if (cell.isEmpty() || cell.codePointCount(0, cell.length()) != 1) {
            throw new IllegalArgumentException("not one character: line " + (line + 1));
        }
        return cell.codePointAt(0);
    }

    /** Follows every chain to its end, so that folding twice is folding once. */
    private static Map<Integer, Integer> resolved(Map<Integer, Integer> pairs) {
        Map<Integer, Integer> ends = new HashMap<>();
        for (int from : pairs.keySet()) {
            int to = from;
            for (int step = 0; pairs.containsKey(to); step++) {
                if (step == STEPS_MAX) {
                    throw new IllegalArgumentException(
                            "variants go round in a circle at U+%04X".formatted(from));
                }
                to = pairs.get(to);
            }
            ends.put(from, to);
        }
        return Map.copyOf(ends);
    }

    private static VariantCharacters load() {
        Map<Integer, Integer> pairs = new HashMap<>();
        for (List<Integer> block : COMPATIBILITY) {
            for (int c = block.getFirst(); c <= block.getLast(); c++) {
                String plain = NFKC.normalize(Character.toString(c));
                int to = plain.codePointAt(0);
                if (to != c && plain.length() == Character.charCount(to)) {
                    pairs.put(c, to);
                }
            }
        }
        try (InputStream in = VariantCharacters.class.getResourceAsStream(RESOURCE);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            pairs.putAll(read(lines.lines().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new VariantCharacters(resolved(pairs));
    }
}
