package org.onshi.acceptance;

import java.text.Normalizer;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Foretells a verdict from {@code town.csv} alone, by the words of the contract and none of the
 * product's code.
 */
final class TownOracle {
    private static final Set<String> NOT_SHOWN = Set.of("unregistered");

    private TownOracle() {}

    /**
     * Verdict "1" to "5" for the identifiers of that row with that branch ("" when not sent), on
     * that day.
     */
    static String verdict(List<TownCsv> town, TownCsv asked, String branch, LocalDate day) {
        List<TownCsv> registered =
                town.stream().filter(row -> !NOT_SHOWN.contains(row.situation())).toList();
        List<TownCsv> found =
                registered.stream()
                        .filter(row -> row.insurerNumber().equals(asked.insurerNumber()))
                        .filter(row -> key(row).equals(key(asked)))
                        .filter(row -> row.birthDate().equals(asked.birthDate()))
                        .filter(row ->
                                branch.isEmpty()
                                        || row.branch().isEmpty()
                                        || row.branch().equals(branch))
                        .toList();
        List<TownCsv> exact =
                found.stream()
                        .filter(row ->
                                row.symbol().equals(asked.symbol())
                                        && row.number().equals(asked.number()))
                        .toList();
        List<TownCsv> taken = exact.isEmpty() ? found : exact;
        Set<String> persons = taken.stream().map(TownCsv::person).collect(Collectors.toSet());
        if (persons.isEmpty()) {
            return "4";
        }
        if (persons.size() > 1) {
            return "5";
        }
        if (taken.stream().anyMatch(row -> row.holdsOn(day))) {
            return "1";
        }
        if (taken.stream().allMatch(row -> day.isBefore(row.acquiredOn().orElseThrow()))) {
            return "4";
        }
        String person = persons.iterator().next();
        return registered.stream().anyMatch(row -> row.person().equals(person) && row.holdsOn(day))
                ? "3"
                : "2";
    }

    private static String key(TownCsv row) {
        return fold(row.symbol()) + "|" + fold(row.number()).replaceFirst("^0+", "");
    }

    private static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(java.util.Locale.ROOT)
                .replaceAll("[\\u002D\\u2010-\\u2015\\u2212\\u30FC\\uFF0D\\uFF70]", "-")
                .replaceAll("\\s", "");
    }
}
