package org.onshi.server.registry;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.matching.Matcher;
import org.onshi.server.registry.EventReading.Reading;
import org.onshi.server.rules.Rules;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRow;

/** A registry in memory: the rules and the ledger without a store. */
final class Book {
    private final LocalDate today;
    private final TimeOrderedIds ids =
            new TimeOrderedIds(InstantSource.fixed(Instant.parse("2025-04-01T00:00:00Z")));
    private final Ledger ledger;

    /** What a row came to. */
    record Came(String status, String code, String column) {}

    Book(String today) {
        this.today = LocalDate.parse(today);
        this.ledger =
                new Ledger(
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        Instant.parse("2025-04-01T00:00:00Z"),
                        ids);
    }

    Came row(Row row) {
        return row(row.row());
    }

    Came row(RegistrationRow row) {
        InsurerNumber insurer = new InsurerNumber(row.raw(RegistrationColumn.INSURER_NUMBER));
        Reading reading = new EventReading(insurer, true, today, Book::lookup).read(row);
        return switch (reading) {
            case Reading.Fault fault -> new Came("REJECTED", fault.code().name(), fault.column());
            case Reading.Event event -> ruled(event);
        };
    }

    private Came ruled(Reading.Event event) {
        Ruling ruling =
                new ActionRules(
                                ledger,
                                new RegisterWord(Matcher.standard(), false),
                                Rules.published(),
                                today,
                                ids)
                        .decide(event.event());
        ledger.apply(ruling);
        return switch (ruling) {
            case Ruling.Refused refused ->
                    new Came("REJECTED", refused.code().name(), refused.column());
            case Ruling.Unchanged unchanged -> new Came(status(unchanged.stay()), "UNCHANGED", "");
            case Ruling.Recorded recorded ->
                    new Came(status(recorded.stay()), recorded.note().name(), recorded.column());
            case Ruling.Cancelled cancelled -> new Came("ACCEPTED", "OK", "");
        };
    }

    private static String status(Stay stay) {
        return stay.standing() == Standing.PENDING ? "PENDING" : "ACCEPTED";
    }

    private static VaultLookup lookup(IndividualNumber number) {
        return VaultLookup.of(number.digits().getBytes(StandardCharsets.US_ASCII));
    }

    /** What stands: a line a segment, by first day. */
    List<String> standing() {
        return versions().stream()
                .filter(v -> v.invalidatedAt().isEmpty())
                .sorted(
                        Comparator.comparing(Coverage::segmentFrom)
                                .thenComparing(v -> v.insurer().digits())
                                .thenComparing(v -> v.identifier().number()))
                .map(Book::line)
                .toList();
    }

    /** A fact in every version that stands, "" where it is not registered, by first day. */
    List<String> standingOf(Fact fact) {
        return versions().stream()
                .filter(v -> v.invalidatedAt().isEmpty())
                .sorted(Comparator.comparing(Coverage::segmentFrom))
                .map(v -> v.facts().text(fact))
                .toList();
    }

    /** What stood and does not any more. */
    List<String> invalidated() {
        return versions().stream()
                .filter(v -> v.invalidatedAt().isPresent())
                .sorted(
                        Comparator.comparing(Coverage::recordedAt)
                                .thenComparing(Coverage::segmentFrom))
                .map(Book::line)
                .toList();
    }

    private static String line(Coverage v) {
        return v.segmentFrom()
                + "/"
                + v.segmentTo().map(LocalDate::toString).orElse("")
                + " "
                + v.name()
                + v.copay().map(c -> " " + c.percent().value()).orElse("")
                + v.lossReason().map(r -> " lost " + r.wire()).orElse("")
                + (v.standing() == Standing.PENDING ? " pending" : "");
    }

    Collection<Coverage> versions() {
        return ledger.writes().freshVersions.values();
    }

    /** Standing coverages by person, for the laws. */
    Map<UUID, List<Stay>> standingByPerson() {
        Map<UUID, List<Stay>> stays = new HashMap<>();
        for (UUID person : versions().stream().map(Coverage::personId).distinct().toList()) {
            stays.put(person, new ArrayList<>(ledger.standingOf(person)));
        }
        return stays;
    }

    /** The lookup entries that stand. */
    List<LookupEntry> entries() {
        return ledger.writes().freshEntries.values().stream()
                .filter(entry -> entry.invalidatedAt().isEmpty())
                .toList();
    }

    Optional<UUID> holderOf(String number) {
        return ledger.holderOf(lookup(new IndividualNumber(number)));
    }

    Collection<Conflict> conflicts() {
        return ledger.writes().freshConflicts.values();
    }

    Instant now() {
        return ledger.now();
    }
}
