package org.onshi.sandbox;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.LossReason;
import org.onshi.kernel.Relationship;

/**
 * One coverage of a person under way to registration rows: what is added, and what happens to it
 * after.
 */
final class Stay {
    private final Resident who;
    private final TownInsurer insurer;
    private final InsuredIdentifier identifier;
    private final LocalDate acquiredOn;
    private final int phase;
    private final Map<String, String> added = new LinkedHashMap<>();
    private final List<Map<String, String>> later = new ArrayList<>();
    private InsuredIdentifier addedAs;
    private Optional<LocalDate> lostOn = Optional.empty();
    private boolean listed = true;

    /**
     * @param phase 1 for a first coverage, 3 for one that follows another
     * @param notifiedOn when the notice reached the insurer
     */
    Stay(
            Resident who,
            TownInsurer insurer,
            InsuredIdentifier identifier,
            LocalDate acquiredOn,
            LocalDate notifiedOn,
            int phase) {
        this.who = who;
        this.insurer = insurer;
        this.identifier = identifier;
        this.acquiredOn = acquiredOn;
        this.phase = phase;
        this.addedAs = identifier;
        PersonName name = who.name();
        with("individual_number", who.number().digits());
        with("name", name.text()).with("name_kana", name.kana());
        with("other_name", name.other()).with("other_name_kana", name.otherKana());
        with("sex", who.sex().wire());
        with("postal_code", who.place().postalCode()).with("address", who.place().address());
        with("relationship", Relationship.INSURED.wire()).with("head_name", name.text());
        with("card_class", "01");
        with("acquired_on", acquiredOn.toString()).with("notified_on", notifiedOn.toString());
        if (!notifiedOn.isBefore(acquiredOn)) {
            with("issued_on", notifiedOn.toString()).with("valid_from", acquiredOn.toString());
        }
    }

    Resident who() {
        return who;
    }

    TownInsurer insurer() {
        return insurer;
    }

    InsuredIdentifier identifier() {
        return identifier;
    }

    LocalDate acquiredOn() {
        return acquiredOn;
    }

    /** A fact of the row that adds the coverage; replaces an earlier one. */
    Stay with(String column, String value) {
        added.put(column, value);
        return this;
    }

    /** The person is a dependant of this head, or a member of this head's household. */
    Stay dependsOn(Resident head) {
        return with("relationship", Relationship.DEPENDANT.wire())
                .with("head_name", head.name().text());
    }

    /** The coverage ends; the day is the first no longer covered. */
    Stay endsOn(LocalDate day, LossReason reason) {
        lostOn = Optional.of(day);
        later.add(
                Map.of("action", "LOSE", "lost_on", day.toString(), "loss_reason", reason.wire()));
        return this;
    }

    /** Facts change from a day on. */
    Stay changes(LocalDate effectiveOn, Map<String, String> facts) {
        Map<String, String> cells = new LinkedHashMap<>(facts);
        cells.put("action", "CHANGE");
        cells.put("effective_on", effectiveOn.toString());
        later.add(cells);
        return this;
    }

    /**
     * These facts were registered wrongly at first; the right ones are those of the coverage
     * itself.
     */
    Stay wrongAtFirst(Map<String, String> wrong) {
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("action", "CORRECT");
        wrong.forEach((column, value) -> {
            cells.put(column, added.get(column));
            added.put(column, value);
        });
        later.add(cells);
        return this;
    }

    /** Registered under another symbol, number or branch at first. */
    Stay wrongAtFirst(InsuredIdentifier wrong) {
        addedAs = wrong;
        later.add(
                Map.of(
                        "action", "CORRECT",
                        "old_symbol", wrong.symbol(),
                        "old_number", wrong.number(),
                        "old_branch", wrong.branch()));
        return this;
    }

    /** Not listed in town.csv. */
    Stay unlisted() {
        listed = false;
        return this;
    }

    /** Registered by mistake as a whole; not listed in town.csv. */
    Stay cancelled() {
        listed = false;
        later.add(Map.of("action", "CANCEL"));
        return this;
    }

    /** The rows of the registration files, in the order of events. */
    List<Household.Event> events() {
        List<Household.Event> events = new ArrayList<>();
        Map<String, String> add = new LinkedHashMap<>(added);
        add.put("action", "ADD");
        events.add(event(phase, addedAs, add));
        for (Map<String, String> cells : later) {
            events.add(event(phase + 1, identifier, cells));
        }
        return events;
    }

    /** The row of town.csv, if the coverage stands. */
    Optional<Household.Listing> listing() {
        return listed
                ? Optional.of(
                        new Household.Listing(
                                who, insurer.number(), identifier, Optional.of(acquiredOn), lostOn))
                : Optional.empty();
    }

    private Household.Event event(int inPhase, InsuredIdentifier as, Map<String, String> facts) {
        Map<String, String> cells = new LinkedHashMap<>(facts);
        cells.put("insurer_number", insurer.number().digits());
        cells.put("symbol", as.symbol());
        cells.put("number", as.number());
        cells.put("branch", as.branch());
        cells.put("birth_date", who.birthDate().toString());
        return new Household.Event(inPhase, insurer.number(), Map.copyOf(cells));
    }
}
