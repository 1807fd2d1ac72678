package org.onshi.server.registry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.EventReading.Reading;
import org.onshi.wire.RegistrationAction;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RowStatus;

/**
 * Some rows of a file on their way into the registry: read, ruled upon one after the other in
 * memory, then written. Lives within one transaction.
 */
final class RegistrationChunk {
    /** What the rows did. */
    record Result(
            List<RowOutcome> outcomes,
            Ledger.Writes writes,
            Map<VaultLookup, Sealed> numbers,
            List<AuditEntry> entries,
            Instant recordedAt) {
        @Override
        public String toString() {
            return "Result[" + outcomes.size() + " rows]";
        }
    }

    private record Line(RegistrationRecord record, Reading reading) {
        @Override
        public String toString() {
            return "Line[" + record.line() + "]";
        }
    }

    private final UUID registrationId;
    private final InsurerNumber insurer;
    private final List<Line> lines = new ArrayList<>();
    private final Supplier<UUID> ids;

    RegistrationChunk(
            UUID registrationId,
            InsurerNumber insurer,
            List<RegistrationRecord> records,
            EventReading reading,
            Supplier<UUID> ids) {
        this.registrationId = registrationId;
        this.insurer = insurer;
        this.ids = ids;
        for (RegistrationRecord record : records) {
            lines.add(new Line(record, reading.read(record)));
        }
    }

    /** The keys under which the rows' coverages are or will be. */
    Set<LookupKey> keys() {
        Set<LookupKey> keys = new HashSet<>();
        for (Line line : lines) {
            if (line.reading() instanceof Reading.Event event) {
                keys.add(event.event().key());
                event.event().oldKey().ifPresent(keys::add);
            }
        }
        return keys;
    }

    /** The numbers in the rows, but for rows that were accepted when the file was sent before. */
    Map<VaultLookup, IndividualNumber> numbers(Map<Long, RowOutcome> before) {
        Map<VaultLookup, IndividualNumber> numbers = new HashMap<>();
        for (Line line : lines) {
            if (line.reading() instanceof Reading.Event read
                    && !accepted(before.get(line.record().line()))) {
                read.number()
                        .ifPresent(
                                number -> numbers.put(read.event().number().orElseThrow(), number));
            }
        }
        return numbers;
    }

    private static boolean accepted(RowOutcome earlier) {
        return earlier != null && earlier.status() == RowStatus.ACCEPTED;
    }

    /**
     * Rules on the rows in their order.
     *
     * @param ledger what is known; takes the rows in
     * @param rules the actions
     * @param terms of the file
     * @param numbers every number that may be stored
     * @param keys to encrypt them
     * @param before outcomes of the same lines when the very same file was sent before
     */
    Result apply(
            Ledger ledger,
            ActionRules rules,
            FileTerms terms,
            Map<VaultLookup, IndividualNumber> numbers,
            VaultKeys keys,
            Map<Long, RowOutcome> before) {
        List<RowOutcome> outcomes = new ArrayList<>();
        List<AuditEntry> entries = new ArrayList<>();
        List<Long> othersLines = new ArrayList<>();
        Instant last = ledger.now();
        for (Line line : lines) {
            long number = line.record().line();
            RowOutcome earlier = before.get(number);
            if (accepted(earlier)) {
                outcomes.add(
                        new RowOutcome(
                                number,
                                RowStatus.ACCEPTED,
                                RegistrationCode.UNCHANGED,
                                "",
                                earlier.coverageId()));
                continue;
            }
            switch (line.reading()) {
                case Reading.Fault fault -> {
                    outcomes.add(rejected(number, fault.code(), fault.column()));
                    if (fault.code() == RegistrationCode.WRONG_INSURER) {
                        othersLines.add(number);
                    }
                }
                case Reading.Event read -> {
                    RegistrationEvent event = read.event();
                    Ruling ruling = terms.held(number, event, rules.decide(event), ledger);
                    Instant at = ledger.apply(ruling);
                    last = at;
                    RowOutcome outcome = outcome(number, ruling);
                    outcomes.add(outcome);
                    changed(ruling)
                            .ifPresent(stay ->
                                    entries.add(
                                            entry(
                                                    event(event.action(), outcome),
                                                    at,
                                                    number,
                                                    outcome.code(),
                                                    Optional.of(stay.personId()),
                                                    Optional.of(stay.coverageId()))));
                }
            }
        }
        if (!othersLines.isEmpty()) {
            entries.add(ofOthers(othersLines, last));
        }
        Set<VaultLookup> stored = new HashSet<>(ledger.writes().bindings.keySet());
        stored.addAll(ledger.writes().unlinked.values());
        Map<VaultLookup, Sealed> sealed = new HashMap<>();
        for (VaultLookup lookup : stored) {
            sealed.put(lookup, keys.sealNumber(numbers.get(lookup), lookup));
        }
        return new Result(outcomes, ledger.writes(), sealed, entries, last);
    }

    private static Optional<Stay> changed(Ruling ruling) {
        return switch (ruling) {
            case Ruling.Refused refused -> Optional.empty();
            case Ruling.Unchanged unchanged -> Optional.empty();
            case Ruling.Recorded recorded -> Optional.of(recorded.stay());
            case Ruling.Cancelled cancelled -> Optional.of(cancelled.stay());
        };
    }

    private static RowOutcome outcome(long line, Ruling ruling) {
        return switch (ruling) {
            case Ruling.Refused refused -> rejected(line, refused.code(), refused.column());
            case Ruling.Unchanged unchanged ->
                    stored(line, unchanged.stay(), RegistrationCode.UNCHANGED, "");
            case Ruling.Recorded recorded ->
                    stored(line, recorded.stay(), recorded.note(), recorded.column());
            case Ruling.Cancelled cancelled ->
                    new RowOutcome(
                            line,
                            RowStatus.ACCEPTED,
                            RegistrationCode.OK,
                            "",
                            Optional.of(cancelled.stay().coverageId()));
        };
    }

    private static RowOutcome stored(long line, Stay stay, RegistrationCode code, String column) {
        RowStatus status =
                stay.standing() == Standing.PENDING ? RowStatus.PENDING : RowStatus.ACCEPTED;
        return new RowOutcome(line, status, code, column, Optional.of(stay.coverageId()));
    }

    private static RowOutcome rejected(long line, RegistrationCode code, String column) {
        return new RowOutcome(line, RowStatus.REJECTED, code, column, Optional.empty());
    }

    private static AuditEvent event(RegistrationAction action, RowOutcome outcome) {
        if (outcome.status() == RowStatus.PENDING && action == RegistrationAction.ADD) {
            return AuditEvent.COVERAGE_PENDING;
        }
        return switch (action) {
            case ADD -> AuditEvent.COVERAGE_ADDED;
            case CHANGE -> AuditEvent.COVERAGE_CHANGED;
            case LOSE -> AuditEvent.COVERAGE_LOST;
            case CORRECT -> AuditEvent.COVERAGE_CORRECTED;
            case CANCEL -> AuditEvent.COVERAGE_CANCELLED;
        };
    }

    /** One entry a chunk, or a file of nothing but other insurers' rows would fill the log. */
    private AuditEntry ofOthers(List<Long> lines, Instant at) {
        Map<String, String> details = new TreeMap<>();
        details.put("registration", registrationId.toString());
        details.put("line", Long.toString(lines.getFirst()));
        details.put("code", RegistrationCode.WRONG_INSURER.name());
        if (lines.size() > 1) {
            details.put("count", Integer.toString(lines.size()));
        }
        return entry(AuditEvent.OTHER_INSURER, at, Optional.empty(), details);
    }

    private AuditEntry entry(
            AuditEvent event,
            Instant at,
            long line,
            RegistrationCode code,
            Optional<UUID> person,
            Optional<UUID> coverage) {
        Map<String, String> details = new TreeMap<>();
        details.put("registration", registrationId.toString());
        details.put("line", Long.toString(line));
        details.put("code", code.name());
        coverage.ifPresent(id -> details.put("coverage", id.toString()));
        return entry(event, at, person, details);
    }

    private AuditEntry entry(
            AuditEvent event, Instant at, Optional<UUID> person, Map<String, String> details) {
        return new AuditEntry(ids.get(), event, at, "insurer:" + insurer.digits(), person, details);
    }
}
