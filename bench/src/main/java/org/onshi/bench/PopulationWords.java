package org.onshi.bench;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Names, places and ways to write them, of the measurement's own: the matcher never reads this
 * list, and it holds what no rule of the matcher knows.
 */
final class PopulationWords {
    private static final String RESOURCE = "/bench/matching-population.csv";

    private final Map<Kind, List<Word>> words = new EnumMap<>(Kind.class);

    PopulationWords() {
        try (InputStream in = PopulationWords.class.getResourceAsStream(RESOURCE);
                var rows = CsvReader.builder().ofNamedCsvRecord(in)) {
            rows.forEach(row ->
                    words.computeIfAbsent(
                                    Kind.valueOf(row.getField("kind")), kind -> new ArrayList<>())
                            .add(new Word(row.getField("one"), row.getField("other"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Word> of(Kind kind) {
        return words.get(kind);
    }

    /** What a row of the list is. */
    enum Kind {
        FAMILY,
        GIVEN_MALE,
        GIVEN_FEMALE,
        PLACE,
        BUILDING,
        /** A character and another shape of it. */
        CHARACTER,
        /** A character and another one that is often taken for it. */
        UNLISTED
    }

    /**
     * @param one kanji, place, building or character
     * @param other its reading, or the other character; empty for places and buildings
     */
    record Word(String one, String other) {}
}
