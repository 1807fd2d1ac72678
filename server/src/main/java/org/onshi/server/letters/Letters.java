package org.onshi.server.letters;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.documents.DocumentPrinter;
import org.onshi.server.registry.Coverage;
import org.onshi.server.registry.Fact;
import org.onshi.server.registry.Insurer;
import org.onshi.server.registry.Registry;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.SharedClock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes letters to persons, hands them out to be printed, and takes their answers. A letter is
 * written in the transaction of what it tells of: whoever has to be told is told exactly when that
 * happened.
 */
@Service
public class Letters {
    /** Letters in one file; printing more would keep others waiting. */
    public static final int PRINTED_MAX = 50;

    /** Without an answer for so long, a person is asked once more. */
    private static final Duration REMINDED_AFTER = Duration.ofDays(30);

    /** Reminders written at once. */
    private static final int REMINDERS_MAX = 1_000;

    /** As much of an insured number as a letter shows (requirements C-07). */
    private static final int NUMBER_END_CHARACTERS = 2;

    private static final UUID FIRST = new UUID(0, 0);

    private final LetterTable table;
    private final Registry registry;
    private final DocumentPrinter printer;
    private final Rules rules;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;

    /**
     * @param transactions of the same data source as registry and audit use
     * @param clock the one clock of the process
     */
    public Letters(
            DataSource dataSource,
            Registry registry,
            DocumentPrinter printer,
            Rules rules,
            Audit audit,
            InstantSource clock,
            PlatformTransactionManager transactions) {
        this.table = new LetterTable(dataSource);
        this.registry = registry;
        this.printer = printer;
        this.rules = rules;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What a person answered about the data in a confirmation. */
    public enum Answer {
        /** They are mine. */
        RIGHT,
        /** They are somebody else's. */
        WRONG
    }

    /**
     * What an answer was about.
     *
     * @param coverageId the coverage in the letter
     * @param person whose it was when the letter was written
     * @param first whether the answer is new
     */
    public record Answered(UUID coverageId, UUID person, Answer answer, boolean first) {}

    /**
     * Writes to the name and address registered with a coverage, in the caller's transaction. The
     * same kind for the same cause is written once.
     *
     * @param coverage as it is known now
     * @param cause what the letter is about: for a confirmation the coverage's id
     * @param by the caller as audit entries name it
     */
    public void write(Coverage coverage, LetterKind kind, UUID cause, String by) {
        write(coverage, kind, cause, Optional.empty(), by);
    }

    /**
     * The same with a day by which an answer is wanted.
     *
     * @param replyBy the last day for an answer; empty when none is wanted by a day
     */
    public void write(
            Coverage coverage,
            LetterKind kind,
            UUID cause,
            Optional<LocalDate> replyBy,
            String by) {
        Instant now = now();
        Letter letter =
                new Letter(
                        coverage.personId(),
                        UUID.randomUUID(),
                        kind,
                        cause,
                        coverage.insurer().digits(),
                        registry.insurer(coverage.insurer()).map(Insurer::name).orElse(""),
                        coverage.name(),
                        coverage.facts().text(Fact.POSTAL_CODE),
                        coverage.facts().text(Fact.ADDRESS),
                        end(coverage.identifier().number()),
                        coverage.identifier().branch(),
                        coverage.acquiredOn(),
                        replyBy,
                        now,
                        Optional.empty());
        write(letter, by);
    }

    private void write(Letter letter, String by) {
        if (table.insert(letter)) {
            audit.append(
                    AuditEntry.about(
                            letter.personId(),
                            UUID.randomUUID(),
                            AuditEvent.LETTER_WRITTEN,
                            letter.writtenAt(),
                            by,
                            Map.of(
                                    "letter", letter.letterId().toString(),
                                    "kind", letter.kind().name(),
                                    "cause", letter.cause().toString())));
        }
    }

    private static String end(String number) {
        return number.substring(Math.max(0, number.length() - NUMBER_END_CHARACTERS));
    }

    /**
     * Takes the letters that wait longest into a batch of their own. They count as printed when
     * this returns; a file that gets lost on its way is had again by the batch's id.
     *
     * @return empty when none waits
     */
    public Optional<PrintBatch> print(String by) {
        return transaction.execute(_ -> {
            List<Letter> letters = table.waiting(PRINTED_MAX);
            if (letters.isEmpty()) {
                return Optional.empty();
            }
            PrintBatch batch = new PrintBatch(UUID.randomUUID(), now(), letters.size(), 1);
            table.printed(batch, letters);
            printed(batch, letters, batch.printedAt(), by);
            return Optional.of(batch);
        });
    }

    /** Batches that nobody has acknowledged: whether their files arrived is not known. */
    public List<PrintBatch> unacknowledged() {
        return table.unacknowledged();
    }

    /**
     * Hands out a batch once more, which its letters' entries say.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} for none, or one whose letters were kept long
     *     enough
     */
    public PrintBatch again(UUID batchId, String by) {
        return transaction.execute(_ -> {
            List<Letter> letters = table.ofBatch(batchId);
            if (letters.isEmpty()) {
                throw new Fault(FaultCode.NOT_FOUND);
            }
            PrintBatch batch = table.handOutAgain(batchId).orElseThrow();
            printed(batch, letters, now(), by);
            return batch;
        });
    }

    /**
     * A batch's letters: a ZIP file with a PDF each, named by the letter's id; the same whenever it
     * is asked for.
     */
    public byte[] file(PrintBatch batch) {
        LocalDateTime printed = LocalDateTime.ofInstant(batch.printedAt(), SharedClock.ZONE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Letter letter : table.ofBatch(batch.batchId())) {
                ZipEntry entry = new ZipEntry(letter.letterId() + ".pdf");
                entry.setTimeLocal(printed);
                zip.putNextEntry(entry);
                zip.write(printer.pdf(LetterPrint.of(letter, batch.printedAt(), rules)));
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /**
     * Whoever prints has a batch's file. Said again it changes nothing.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND}
     */
    public void acknowledge(UUID batchId, String by) {
        transaction.executeWithoutResult(_ -> {
            Instant now = now();
            if (table.acknowledge(batchId, now)) {
                audit.append(
                        AuditEntry.of(
                                UUID.randomUUID(),
                                AuditEvent.LETTERS_RECEIVED,
                                now,
                                by,
                                Map.of("batch", batchId.toString())));
            } else if (!table.batchKnown(batchId)) {
                throw new Fault(FaultCode.NOT_FOUND);
            }
        });
    }

    private void printed(PrintBatch batch, List<Letter> letters, Instant at, String by) {
        audit.appendAll(
                letters.stream()
                        .map(letter ->
                                AuditEntry.about(
                                        letter.personId(),
                                        UUID.randomUUID(),
                                        AuditEvent.LETTER_PRINTED,
                                        at,
                                        by,
                                        Map.of(
                                                "letter", letter.letterId().toString(),
                                                "batch", batch.batchId().toString(),
                                                "time", Integer.toString(batch.handedOut()))))
                        .toList());
    }

    /**
     * Takes what a person answered to a confirmation or its reminder. The same answer again changes
     * nothing.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} for a letter of another insurer, of another kind,
     *     or never printed; {@link FaultCode#VALUES_CONTRADICT} when the opposite was answered
     */
    public Answered answer(InsurerNumber insurer, UUID letterId, Answer answer, String by) {
        return transaction.execute(_ -> {
            Letter letter =
                    table.find(insurer.digits(), letterId)
                            .flatMap(it -> asked(insurer, it))
                            .filter(it -> it.printedAt().isPresent())
                            .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
            Instant now = now();
            boolean first = table.answered(letter, answer.name(), now);
            if (first) {
                audit.append(
                        AuditEntry.about(
                                letter.personId(),
                                UUID.randomUUID(),
                                AuditEvent.LETTER_ANSWERED,
                                now,
                                by,
                                Map.of(
                                        "letter", letterId.toString(),
                                        "answer", answer.name())));
            } else if (!table.answer(letter).equals(Optional.of(answer.name()))) {
                throw new Fault(FaultCode.VALUES_CONTRADICT, "answer");
            }
            return new Answered(letter.cause(), letter.personId(), answer, first);
        });
    }

    /**
     * An insurer's confirmations, by letter id.
     *
     * @param answered those with an answer instead of those without
     * @param after the last one of the page before
     * @param lettersMax most of them
     */
    public List<Confirmation> confirmations(
            InsurerNumber insurer, boolean answered, Optional<UUID> after, int lettersMax) {
        return table.confirmations(insurer.digits(), answered, after.orElse(FIRST), lettersMax);
    }

    /**
     * The confirmation that is meant by the number on a letter, its own or its reminder's.
     *
     * @return empty for a letter of another insurer or of another kind
     */
    public Optional<Confirmation> confirmation(InsurerNumber insurer, UUID letterId) {
        return table.find(insurer.digits(), letterId)
                .flatMap(it -> asked(insurer, it))
                .flatMap(it -> table.confirmation(insurer.digits(), it.letterId()));
    }

    /**
     * What a printed letter of this insurer is about, by the number on it.
     *
     * @throws Fault {@link FaultCode#NOT_FOUND} for a letter of another insurer, of another kind,
     *     or never printed
     */
    public UUID cause(InsurerNumber insurer, UUID letterId, LetterKind kind) {
        return table.find(insurer.digits(), letterId)
                .filter(it -> it.kind() == kind && it.printedAt().isPresent())
                .map(Letter::cause)
                .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
    }

    /**
     * Which of these letters were written and not printed before an instant.
     *
     * @param persons whom they are to
     * @param causes what they are about
     */
    public Set<UUID> unprinted(
            LetterKind kind, List<UUID> persons, List<UUID> causes, Instant before) {
        return Set.copyOf(table.unprinted(kind, persons, causes, before));
    }

    /** The confirmation that a letter is, or reminds of. */
    private Optional<Letter> asked(InsurerNumber insurer, Letter letter) {
        return switch (letter.kind()) {
            case CONFIRMATION -> Optional.of(letter);
            case REMINDER -> table.find(insurer.digits(), letter.cause());
            case SEEN_BY_OTHERS, UNREGISTERED, REGISTERED -> Optional.empty();
        };
    }

    /**
     * Writes once more to everybody who has not answered a confirmation for thirty days.
     *
     * @return how many reminders; at most {@value #REMINDERS_MAX}, so ask again until there are
     *     none
     */
    public int remind(String by) {
        return transaction.execute(_ -> {
            Instant now = now();
            List<Letter> unanswered = table.unanswered(now.minus(REMINDED_AFTER), REMINDERS_MAX);
            unanswered.stream()
                    .sorted(Comparator.comparing(Letter::letterId))
                    .map(it -> reminder(it, now))
                    .forEach(it -> write(it, by));
            return unanswered.size();
        });
    }

    private static Letter reminder(Letter letter, Instant now) {
        return new Letter(
                letter.personId(),
                UUID.randomUUID(),
                LetterKind.REMINDER,
                letter.letterId(),
                letter.insurerNumber(),
                letter.insurerName(),
                letter.name(),
                letter.postalCode(),
                letter.address(),
                letter.numberEnd(),
                letter.branch(),
                letter.acquiredOn(),
                Optional.empty(),
                now,
                Optional.empty());
    }

    /** Letters by kind. */
    public List<LetterCount> counts() {
        return table.counts();
    }

    /** As the store keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
