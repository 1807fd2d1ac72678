package org.onshi.server.eligibility;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.onshi.kernel.InsuredIdentifier;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Fact;
import org.onshi.server.registry.Facts;
import org.onshi.server.registry.Standing;

/** Rows of the registry for tests, one person's at a time. */
final class Rows {
    static final LocalDate BIRTH = LocalDate.of(1980, 5, 5);

    private final UUID person = UUID.randomUUID();
    private final LocalDate birthDate;

    private Rows(LocalDate birthDate) {
        this.birthDate = birthDate;
    }

    /** Somebody of working age. */
    static Rows person() {
        return new Rows(BIRTH);
    }

    static Rows bornOn(LocalDate birthDate) {
        return new Rows(birthDate);
    }

    UUID id() {
        return person;
    }

    Coverage coverage(String insurer, String from, String lost, Map<Fact, String> facts) {
        return segment(UUID.randomUUID(), insurer, from, lost, from, lost, facts);
    }

    Coverage coverage(String insurer, String from, String lost) {
        return coverage(insurer, from, lost, Map.of());
    }

    Coverage segment(
            UUID coverageId,
            String insurer,
            String acquired,
            String lost,
            String from,
            String to,
            Map<Fact, String> facts) {
        EnumMap<Fact, String> all = new EnumMap<>(Fact.class);
        all.put(Fact.NAME, "試験　花子");
        all.put(Fact.NAME_KANA, "シケン　ハナコ");
        all.put(Fact.SEX, "2");
        all.putAll(facts);
        return new Coverage(
                UUID.randomUUID(),
                coverageId,
                person,
                new InsurerNumber(insurer),
                new InsuredIdentifier("12", "345", "01"),
                birthDate,
                LocalDate.parse(acquired),
                date(lost),
                LocalDate.parse(from),
                date(to),
                Facts.of(all),
                Standing.ACTIVE,
                false,
                Instant.EPOCH,
                Optional.empty());
    }

    private static Optional<LocalDate> date(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
    }
}
