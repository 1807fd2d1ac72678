package org.onshi.server.registry;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.ComparedRatio.Registered;
import org.onshi.server.registry.ComparedRatio.Stated;
import org.onshi.server.registry.EventReading.Reading;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationColumn;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RowFault;
import org.onshi.wire.SharedClock;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Holds what an insurer's own record says of ratios and limit classes against what is registered on
 * a day (facts §7, dual entry): a wrong ratio that is possible at that age is found by nothing
 * else. Whose coverage a row means is decided as for a registration file, pending and suspended
 * ones included. Changes nothing.
 */
public final class RatioComparison {
    /** Rows compared at once: two statements, and all their people's versions in memory. */
    public static final int ROWS_MAX = 500;

    private final LedgerTable ledgers;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    RatioComparison(
            DataSource dataSource, PlatformTransactionManager transactions, InstantSource clock) {
        this.ledgers = new LedgerTable(dataSource);
        this.transaction = new TransactionTemplate(transactions);
        // or a correction between the two statements makes a coverage look lost
        this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.clock = clock;
    }

    private record Read(long line, RegistrationEvent event) {
        @Override
        public String toString() {
            return "Read[line " + line + "]";
        }
    }

    /**
     * Compares some rows.
     *
     * @param own only its insured are looked at; a row that names another insurer is refused
     * @param on the day compared
     * @param rows of a ratio file, {@link #ROWS_MAX} at most
     * @param told is given all of them in the order of the file, within the transaction that read
     *     them
     */
    public void compare(
            InsurerNumber own,
            LocalDate on,
            List<RegistrationRecord> rows,
            Consumer<List<ComparedRatio>> told) {
        if (rows.size() > ROWS_MAX) {
            throw new IllegalArgumentException("more rows than are compared at once");
        }
        List<ComparedRatio> refused = new ArrayList<>();
        List<Read> read = new ArrayList<>();
        EventReading reading =
                new EventReading(
                        own,
                        true,
                        LocalDate.ofInstant(clock.instant(), SharedClock.ZONE),
                        _ -> {
                            throw new IllegalStateException("a ratio file has no such column");
                        });
        for (RegistrationRecord row : rows) {
            switch (reading.read(row)) {
                case Reading.Fault(RegistrationCode code, String column) ->
                        refused.add(ComparedRatio.refused(row.line(), new RowFault(code, column)));
                case Reading.Event(RegistrationEvent event, _) ->
                        ratioFault(event)
                                .ifPresentOrElse(
                                        fault ->
                                                refused.add(
                                                        ComparedRatio.refused(row.line(), fault)),
                                        () -> read.add(new Read(row.line(), event)));
            }
        }
        transaction.executeWithoutResult(_ -> {
            Map<Long, ComparedRatio> byLine = new HashMap<>();
            refused.forEach(it -> byLine.put(it.line(), it));
            compared(on, read).forEach(it -> byLine.put(it.line(), it));
            told.accept(rows.stream().map(row -> byLine.get(row.line())).toList());
        });
    }

    private static Optional<RowFault> ratioFault(RegistrationEvent event) {
        String column = RegistrationColumn.COPAY_PERCENT.header();
        if (!event.given().containsKey(Fact.COPAY_PERCENT)) {
            return Optional.of(new RowFault(RegistrationCode.MISSING_FIELD, column));
        }
        return event.given(Fact.COPAY_PERCENT).isEmpty()
                ? Optional.of(new RowFault(RegistrationCode.NOT_CLEARABLE, column))
                : Optional.empty();
    }

    private List<ComparedRatio> compared(LocalDate on, List<Read> read) {
        if (read.isEmpty()) {
            return List.of();
        }
        Set<LookupKey> keys = new HashSet<>();
        read.forEach(it -> keys.add(it.event().key()));
        Map<LookupKey, List<LookupEntry>> entries =
                ledgers.entries(keys).stream()
                        .filter(entry -> entry.invalidatedAt().isEmpty())
                        .collect(Collectors.groupingBy(LookupEntry::key));
        Set<UUID> persons = new HashSet<>();
        entries.values().forEach(under -> under.forEach(it -> persons.add(it.personId())));
        Map<UUID, Coverage> holding = new HashMap<>();
        if (!persons.isEmpty()) {
            ledgers.versions(persons).stream()
                    .filter(version -> version.invalidatedAt().isEmpty() && version.holdsOn(on))
                    .forEach(version -> holding.put(version.coverageId(), version));
        }
        return read.stream()
                .map(row ->
                        compared(
                                row,
                                on,
                                entries.getOrDefault(row.event().key(), List.of()),
                                holding))
                .toList();
    }

    private static ComparedRatio compared(
            Read row, LocalDate on, List<LookupEntry> entries, Map<UUID, Coverage> holding) {
        Stated stated = stated(row.event());
        List<Candidate> meant =
                ActionRules.fitting(
                        entries.stream()
                                .filter(entry -> entry.birthDate().equals(stated.birthDate()))
                                .map(it ->
                                        new Candidate(
                                                it.personId(), it.coverageId(), it.identifier()))
                                .toList(),
                        stated.identifier(),
                        Candidate::identifier);
        if (meant.isEmpty()) {
            return ComparedRatio.ofNobody(row.line(), RatioOutcome.UNKNOWN, stated);
        }
        List<Candidate> covered =
                meant.stream().filter(it -> holding.containsKey(it.coverageId())).toList();
        // whoever stands there on other days only, or waits for a number, is not who is compared
        List<Candidate> compared = covered.isEmpty() ? meant : covered;
        if (compared.stream().map(Candidate::personId).distinct().count() > 1
                || covered.stream().map(Candidate::coverageId).distinct().count() > 1) {
            return ComparedRatio.ofNobody(row.line(), RatioOutcome.SEVERAL, stated);
        }
        if (covered.isEmpty()) {
            return ComparedRatio.of(
                    row.line(),
                    RatioOutcome.NOT_IN_FORCE,
                    stated,
                    meant.getFirst(),
                    Registered.NOTHING);
        }
        Candidate whom = covered.getFirst();
        Registered registered = registered(holding.get(whom.coverageId()).facts(), on);
        return ComparedRatio.of(row.line(), outcome(stated, registered), stated, whom, registered);
    }

    private static Stated stated(RegistrationEvent event) {
        return new Stated(
                event.identifier(),
                event.birthDate(),
                event.given(Fact.COPAY_PERCENT),
                event.given().containsKey(Fact.LIMIT_CLASS)
                        ? Optional.of(event.given(Fact.LIMIT_CLASS))
                        : Optional.empty());
    }

    private static Registered registered(Facts facts, LocalDate on) {
        return new Registered(
                facts.get(Fact.COPAY_PERCENT)
                        .filter(_ -> facts.within(on, Fact.COPAY_FROM, Fact.COPAY_TO)),
                facts.get(Fact.LIMIT_CLASS)
                        .filter(_ -> facts.within(on, Fact.LIMIT_FROM, Fact.LIMIT_TO)));
    }

    private static RatioOutcome outcome(Stated stated, Registered registered) {
        if (registered.copayPercent().isEmpty()) {
            return RatioOutcome.NOT_REGISTERED;
        }
        boolean equal =
                registered.copayPercent().get().equals(stated.copayPercent())
                        && stated.limitClass()
                                .map(registered.limitClass().orElse("")::equals)
                                .orElse(true);
        return equal ? RatioOutcome.EQUAL : RatioOutcome.DIFFERENT;
    }
}
