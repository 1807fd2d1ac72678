package org.onshi.server.matching;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tables of cases: two spellings, what comes out, and by which rules (requirements B-17). */
class SpellingCasesTest {
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})");
    private static final int ADDRESSES_MIN = 120;
    private static final int NAMES_MIN = 100;

    private static final Spellings SPELLINGS = new Spellings(VariantCharacters.published());

    @Test
    @Tag("B-17")
    void addressesAreEqualOrDifferentAsTheTableSays() throws IOException {
        List<NamedCsvRecord> rows = rows("addresses.csv");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(ADDRESSES_MIN);
        rows.forEach(row -> holds(Attribute.ADDRESS, row));
    }

    @Test
    @Tag("B-17")
    void namesAndReadingsAreEqualOrDifferentAsTheTableSays() throws IOException {
        List<NamedCsvRecord> rows = rows("names.csv");
        assertThat(rows).hasSizeGreaterThanOrEqualTo(NAMES_MIN);
        rows.forEach(row -> holds(Attribute.valueOf(row.getField("attribute")), row));
    }

    private void holds(Attribute attribute, NamedCsvRecord row) {
        String one = text(row.getField("one"));
        String other = text(row.getField("other"));
        Comparison there = SPELLINGS.compare(attribute, one, other);
        assertThat(there.outcome().name()).as("%s", row).isEqualTo(row.getField("outcome"));
        assertThat(String.join(" ", there.rules().stream().map(MatchingRule::name).toList()))
                .as("rules of %s", row)
                .isEqualTo(row.getField("rules"));
        assertThat(SPELLINGS.compare(attribute, other, one)).as("turned: %s", row).isEqualTo(there);
    }

    private static String text(String cell) {
        return ESCAPE.matcher(cell)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                String.valueOf((char) Integer.parseInt(found.group(1), 16))));
    }

    private static List<NamedCsvRecord> rows(String table) throws IOException {
        try (InputStream in = SpellingCasesTest.class.getResourceAsStream("/matching/" + table);
                CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(in)) {
            return reader.stream().toList();
        }
    }
}
