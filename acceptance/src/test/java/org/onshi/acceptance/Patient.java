package org.onshi.acceptance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A person of the shared demo's town with a card of their own, not registered yet. */
final class Patient {
    static final LocalDate TODAY = LocalDate.parse(RunningDemo.CLOCK.substring(0, 10));
    static final List<TownCsv> TOWN = TownCsv.read(RunningDemo.shared().file("town.csv"));
    private static final List<TownCsv> FREE =
            new ArrayList<>(
                    TOWN.stream()
                            .filter(row -> row.situation().equals("plain"))
                            .filter(row -> row.holdsOn(TODAY))
                            .filter(row -> row.birthDate().isBefore(LocalDate.of(2000, 1, 1)))
                            .filter(row -> row.birthDate().isAfter(LocalDate.of(1960, 1, 1)))
                            .toList());

    final TownCsv row;
    final String card;
    final String pin;

    private Patient(TownCsv row, PatientAtReader reader, Map<String, String> wishes) {
        this.row = row;
        JsonNode issued = reader.issue(row.person(), wishes);
        this.card = issued.path("card_id").asString();
        this.pin = issued.path("pin").asString();
    }

    /** An ordinary adult whom no other scenario knows. */
    static Patient at(PatientAtReader reader) {
        return at(reader, Map.of());
    }

    /**
     * An ordinary adult likewise.
     *
     * @param wishes for the card, as {@link PatientAtReader#issue} takes them
     */
    static Patient at(PatientAtReader reader, Map<String, String> wishes) {
        return new Patient(take(row -> true), reader, wishes);
    }

    /** An ordinary adult with no registered card, whose registration a new one would take over. */
    static Patient unregistered(PatientAtReader reader) {
        return new Patient(take(row -> !row.cardRegistered()), reader, Map.of());
    }

    /**
     * One under 40, whom the town gives no checkups, insured for years where others may have been.
     */
    static Patient withoutCheckups(PatientAtReader reader) {
        return new Patient(
                take(row ->
                        row.birthDate().isAfter(TODAY.minusYears(38))
                                && row.holdsOn(LocalDate.of(2022, 1, 1))),
                reader,
                Map.of());
    }

    /** Whoever holds a coverage of that situation today, and is asked for. */
    static Patient in(String situation, Predicate<TownCsv> who, PatientAtReader reader) {
        return of(
                TOWN.stream()
                        .filter(row -> row.situation().equals(situation))
                        .filter(row -> row.holdsOn(TODAY))
                        .filter(who)
                        .findFirst()
                        .orElseThrow(),
                reader,
                Map.of());
    }

    static Patient of(TownCsv row, PatientAtReader reader, Map<String, String> wishes) {
        return new Patient(row, reader, wishes);
    }

    private static TownCsv take(Predicate<TownCsv> who) {
        synchronized (FREE) {
            TownCsv taken = FREE.stream().filter(who).findFirst().orElseThrow();
            FREE.remove(taken);
            return taken;
        }
    }
}
