package org.onshi.app;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.onshi.kernel.ClaimedInsurerNumber;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.registry.Candidate;
import org.onshi.server.registry.Insurers;
import org.onshi.server.registry.Registry;
import org.onshi.wire.SharedClock;

/** What the audit log holds about a person, as CSV in the order of time (requirements J-03). */
final class PersonLog {
    private static final int PAGE_ROWS = 1_000;

    private final Registry registry;
    private final Audit audit;

    /**
     * @param inspector connections of the role inspector
     */
    PersonLog(DataSource inspector) {
        InstantSource clock = InstantSource.system();
        this.registry = new Registry(inspector, new Insurers(inspector, clock));
        this.audit = new Audit(inspector);
    }

    /**
     * Whose number it is, by what is known at an instant.
     *
     * @return several when they share number and birth date and no branch tells them apart
     */
    Set<UUID> persons(
            ClaimedInsurerNumber insurer,
            InsuredIdentifier identifier,
            LocalDate birthDate,
            Instant at) {
        return Candidate.meant(identifier, registry.candidates(insurer, identifier, birthDate, at))
                .stream()
                .map(Candidate::personId)
                .collect(Collectors.toSet());
    }

    /** Writes every entry of [from, to). */
    void print(Set<UUID> persons, Instant from, Instant to, PrintWriter out) {
        CsvWriter csv = CsvWriter.builder().bufferSize(0).build(out);
        csv.writeRecord("at", "event", "what", "caller", "entry_id", "details");
        for (UUID person : persons) {
            Optional<AuditEntry> last = Optional.empty();
            List<AuditEntry> page;
            do {
                page = audit.about(person, from, to, last, PAGE_ROWS);
                page.forEach(entry -> write(csv, entry));
                last = page.isEmpty() ? last : Optional.of(page.getLast());
            } while (page.size() == PAGE_ROWS);
        }
        out.flush();
    }

    private static void write(CsvWriter csv, AuditEntry entry) {
        csv.writeRecord(
                entry.at().atZone(SharedClock.ZONE).toOffsetDateTime().toString(),
                entry.event().code(),
                entry.event().japanese(),
                entry.caller(),
                entry.entryId().toString(),
                entry.details().entrySet().stream()
                        .map(PersonLog::detail)
                        .collect(Collectors.joining("; ")));
    }

    private static String detail(Map.Entry<String, String> detail) {
        return detail.getKey() + "=" + detail.getValue();
    }
}
