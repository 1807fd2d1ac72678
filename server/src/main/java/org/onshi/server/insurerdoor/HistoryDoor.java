package org.onshi.server.insurerdoor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.callers.Caller;
import org.onshi.server.callers.Misuses;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Fact;
import org.onshi.server.registry.Registry;
import org.springframework.http.MediaType;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * What was ever recorded about a coverage, for the insurer whose it is. The question is a POST: no
 * number stands in a URL.
 */
@RestController
@Tag(name = "history", description = "資格の履歴。")
class HistoryDoor {
    private final Registry registry;
    private final Audit audit;
    private final Misuses misuses;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    HistoryDoor(
            Registry registry,
            Audit audit,
            Misuses misuses,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.registry = registry;
        this.audit = audit;
        this.misuses = misuses;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The answer: in the order of coverage, recording and first day. */
    record History(List<Version> versions) {
        @Override
        public String toString() {
            return "History[" + versions.size() + "]";
        }
    }

    /**
     * One version of one segment: what was recorded from {@code recorded_at} until {@code
     * invalidated_at} to hold on {@code [segment_from, segment_to)}.
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Version(
            @JsonProperty("coverage_id") UUID coverageId,
            @JsonProperty("version_id") UUID versionId,
            @JsonProperty("insurer_number") String insurerNumber,
            String symbol,
            String number,
            String branch,
            @JsonProperty("birth_date") LocalDate birthDate,
            @JsonProperty("acquired_on") LocalDate acquiredOn,
            @JsonProperty("lost_on") Optional<LocalDate> lostOn,
            @JsonProperty("segment_from") LocalDate segmentFrom,
            @JsonProperty("segment_to") Optional<LocalDate> segmentTo,
            String standing,
            boolean suspended,
            @JsonProperty("recorded_at") Instant recordedAt,
            @JsonProperty("invalidated_at") Optional<Instant> invalidatedAt,
            Map<String, String> facts) {
        static Version of(Coverage coverage) {
            Map<String, String> facts = new TreeMap<>();
            for (Fact fact : Fact.values()) {
                coverage.facts()
                        .get(fact)
                        .ifPresent(value -> facts.put(fact.column().header(), value));
            }
            return new Version(
                    coverage.coverageId(),
                    coverage.versionId(),
                    coverage.insurer().digits(),
                    coverage.identifier().symbol(),
                    coverage.identifier().number(),
                    coverage.identifier().branch(),
                    coverage.birthDate(),
                    coverage.acquiredOn(),
                    coverage.lostOn(),
                    coverage.segmentFrom(),
                    coverage.segmentTo(),
                    coverage.standing().name(),
                    coverage.suspended(),
                    coverage.recordedAt(),
                    coverage.invalidatedAt(),
                    facts);
        }

        @Override
        public String toString() {
            return "Version[" + versionId + "]";
        }
    }

    @Operation(
            summary = "資格の履歴を見る / Read a coverage's history",
            description =
                    "自身の資格だけ。見たことは監査ログに残ります。 / Own coverages only; the reading is recorded in the"
                            + " audit log.")
    @PostMapping(
            path = "/insurer/history",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    History history(Caller caller, @RequestBody CoverageRequest request) {
        return history(
                request.own(caller, misuses),
                caller.auditName(),
                request.identifier(),
                request.birthDay());
    }

    /**
     * The same for the console.
     *
     * @param own whose coverages are shown
     * @param reader who reads, as audit entries name it
     */
    History history(
            InsurerNumber own, String reader, InsuredIdentifier identifier, LocalDate birthDate) {
        return transaction.execute(_ -> {
            List<Coverage> versions = registry.history(own, identifier, birthDate);
            recordReading(reader, versions);
            return new History(versions.stream().map(Version::of).toList());
        });
    }

    /**
     * An entry a person, so that each finds who looked: twins without branch share a number, and a
     * coverage may have been another person's before. The entries of one reading share its id. A
     * reading that found nothing is recorded too.
     */
    private void recordReading(String reader, List<Coverage> versions) {
        Instant at = clock.instant();
        String reading = UUID.randomUUID().toString();
        Map<UUID, Long> persons =
                versions.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Coverage::personId,
                                        LinkedHashMap::new,
                                        Collectors.counting()));
        if (persons.isEmpty()) {
            audit.append(entry(reader, at, Optional.empty(), reading, 0));
            return;
        }
        audit.appendAll(
                persons.entrySet().stream()
                        .map(of ->
                                entry(reader, at, Optional.of(of.getKey()), reading, of.getValue()))
                        .toList());
    }

    private static AuditEntry entry(
            String reader, Instant at, Optional<UUID> person, String reading, long versions) {
        return new AuditEntry(
                UUID.randomUUID(),
                AuditEvent.HISTORY_READ,
                at,
                reader,
                person,
                Map.of("reading", reading, "versions", Long.toString(versions)));
    }
}
