package org.onshi.server.registry;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.RegistrationTable.Waiting;
import org.onshi.server.registry.SpoolBlock.Opening;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RowStatus;
import org.onshi.wire.SharedClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Registration files from the queue to the result of every row (contracts §3).
 *
 * <p>A file that {@link RegistrationReception} has taken in is worked through in chunks of {@link
 * RegistrationLimits#CHUNK_ROWS_MAX} rows, each asked about at the resident register (requirements
 * B-07) and then one transaction: the coverages, the vault, the audit entries, the results and how
 * far the file is commit together. A server that dies loses at most the chunk it was at; whichever
 * server comes next goes on there. The files of one insurer are worked through in the order of
 * their reception; insurers take turns chunk by chunk, so that neither a long file nor one that
 * cannot be read holds up another insurer's.
 */
public final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final UUID AFTER_ALL = new UUID(-1L, -1L);

    /**
     * SQLSTATE classes that say nothing about a row: no connection, rolled back for others' sake,
     * out of resources, stopped by an operator or a time limit, system error (PostgreSQL, appendix
     * A).
     */
    private static final Pattern STORE_TROUBLE = Pattern.compile("(08|40|53|57|58)...");

    private final RegistrationTable files;
    private final LedgerTable ledgers;
    private final LedgerReading reading;
    private final VaultTable vault;
    private final PendingTable pending;
    private final RecheckTable rechecks;
    private final RegisterInquiry inquiry;
    private final Insurers insurers;
    private final VaultKeys keys;
    private final Audit audit;
    private final Rules rules;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final TransactionTemplate savepoint;
    private final TimeOrderedIds ids;

    /**
     * @param dataSource connections of the role onshi_server
     * @param transactions on the same data source
     * @param audit the log
     * @param rules what the law said on which day
     * @param insurers the master data
     * @param keys the vault's keys
     * @param inquiry asks the resident register
     * @param clock the shared clock
     */
    Registrations(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Audit audit,
            Rules rules,
            Insurers insurers,
            VaultKeys keys,
            RegisterInquiry inquiry,
            InstantSource clock) {
        this.files = new RegistrationTable(dataSource);
        this.ledgers = new LedgerTable(dataSource);
        this.vault = new VaultTable(dataSource);
        this.pending = new PendingTable(dataSource);
        this.rechecks = new RecheckTable(dataSource);
        this.inquiry = inquiry;
        this.insurers = insurers;
        this.keys = keys;
        this.audit = audit;
        this.rules = rules;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
        this.savepoint = new TransactionTemplate(transactions);
        this.savepoint.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
        this.ids = new TimeOrderedIds(clock);
        this.reading = new LedgerReading(dataSource, clock, ids);
    }

    /** How far a file of this insurer is; empty when it has no such file. */
    public Optional<RegistrationStatus> status(InsurerNumber insurer, UUID registrationId) {
        return files.status(registrationId, insurer);
    }

    /** The same of some files, by id; what is no file of this insurer is left out. */
    public Map<UUID, RegistrationStatus> statuses(
            InsurerNumber insurer, Collection<UUID> registrationIds) {
        return files.statuses(registrationIds, insurer).stream()
                .collect(Collectors.toMap(RegistrationStatus::registrationId, Function.identity()));
    }

    /**
     * Files of this insurer, the latest first.
     *
     * @param before the last one seen; empty to begin
     * @param filesMax most of them
     */
    public List<RegistrationStatus> recent(
            InsurerNumber insurer, Optional<UUID> before, int filesMax) {
        return files.recent(insurer, before.orElse(AFTER_ALL), filesMax);
    }

    /**
     * Hands over the outcome of every row done so far, in line order, and of those that wait.
     *
     * @param status of a file of the insurer who asks, as it stands or stood a moment ago
     */
    public void outcomes(RegistrationStatus status, Consumer<RowOutcome> consumer) {
        long done = status.rowsDone();
        for (long first = 1; first <= done; first += RegistrationLimits.RESULT_PAGE_ROWS) {
            long last = Math.min(done, first + RegistrationLimits.RESULT_PAGE_ROWS - 1);
            files.outcomes(status.registrationId(), first, last).forEach(consumer);
        }
        status.rowsWaitAs()
                .ifPresent(code -> {
                    for (long line = done + 1; line <= status.rowsTotal(); line++) {
                        consumer.accept(RowOutcome.waiting(line, code));
                    }
                });
    }

    /**
     * The outcomes of some lines, in their order; empty when this insurer has no such file.
     *
     * @param first from 1
     * @param last the last one, at most {@link RegistrationLimits#RESULT_PAGE_ROWS} after it
     */
    public List<RowOutcome> outcomes(
            InsurerNumber insurer, UUID registrationId, long first, long last) {
        Optional<RegistrationStatus> status = files.status(registrationId, insurer);
        if (status.isEmpty()) {
            return List.of();
        }
        long end = Math.min(last, first + RegistrationLimits.RESULT_PAGE_ROWS - 1);
        List<RowOutcome> outcomes = new ArrayList<>(files.outcomes(registrationId, first, end));
        status.get()
                .rowsWaitAs()
                .ifPresent(code ->
                        LongStream.rangeClosed(
                                        Math.max(first, status.get().rowsDone() + 1),
                                        Math.min(end, status.get().rowsTotal()))
                                .mapToObj(line -> RowOutcome.waiting(line, code))
                                .forEach(outcomes::add));
        return outcomes;
    }

    /**
     * The rejected rows done so far, in line order; empty when this insurer has no such file.
     *
     * @param after the last line seen; 0 to begin
     * @param rowsMax most of them
     */
    public List<RowOutcome> rejected(
            InsurerNumber insurer, UUID registrationId, long after, int rowsMax) {
        return files.status(registrationId, insurer).isEmpty()
                ? List.of()
                : files.rejected(registrationId, after, rowsMax);
    }

    /**
     * Works through one chunk of the file whose turn it is; false when none waits. A file that
     * fails is put aside, so that it holds up no other insurer's.
     *
     * @throws RuntimeException when the store is silent: no file is to blame then
     */
    boolean processChunk() {
        Optional<Waiting> next = transaction.execute(status -> takeTurn());
        if (next.isEmpty()) {
            return false;
        }
        Waiting file = next.get();
        try {
            process(file);
        } catch (RuntimeException failed) {
            if (isSilence(failed)) {
                throw failed;
            }
            // neither message nor trace: the store's messages quote the row
            LOG.atError()
                    .addKeyValue("registration", file.registrationId())
                    .addKeyValue("failure", failed.getClass().getName())
                    .log("a chunk could not be processed");
            transaction.executeWithoutResult(status -> hold(file, Hindrance.UNFORESEEN));
        }
        return true;
    }

    /** Whether it is the store that fails, and no file. */
    private static boolean isSilence(RuntimeException failed) {
        if (failed instanceof DataAccessResourceFailureException
                || failed instanceof TransientDataAccessException
                || failed instanceof RecoverableDataAccessException
                || failed instanceof TransactionException) {
            return true;
        }
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused
                    && refused.getSQLState() != null
                    && STORE_TROUBLE.matcher(refused.getSQLState()).matches()) {
                return true;
            }
        }
        return false;
    }

    /** A block of a file on its way. */
    private record Block(
            List<RegistrationRecord> records,
            RegistrationChunk chunk,
            Map<Long, RowOutcome> before,
            RegisterWord word,
            FileTerms terms,
            LocalDate handedInOn) {
        @Override
        public String toString() {
            return "Block[" + records.size() + "]";
        }
    }

    /**
     * Works through the next block of a file: asks the register, then rules, as often as needed.
     */
    private void process(Waiting file) {
        long block = file.blocksDone() + 1;
        if (file.givenUp() || block > file.blocksTotal()) {
            inItsPlace(file, this::conclude);
            return;
        }
        if (file.hindrance().equals(Optional.of(Hindrance.UNCONFIRMED))) {
            inItsPlace(file, now -> hold(now, Hindrance.UNCONFIRMED));
            return;
        }
        switch (open(file, block)) {
            case Opening.Closed closed -> inItsPlace(file, now -> hold(now, closed.hindrance()));
            case Opening.Opened opened -> process(file, prepared(file, opened.records()));
        }
    }

    private void process(Waiting file, Block block) {
        for (int round = 0; round < RegistrationLimits.INQUIRY_ROUNDS_MAX; round++) {
            if (!inquiry.answer(block.word())) {
                inItsPlace(file, now -> hold(now, Hindrance.REGISTER_SILENT));
                return;
            }
            try {
                inItsPlace(file, now -> apply(now, block));
                return;
            } catch (Unanswered open) {
                // the rows need more of the register's word than their numbers: asked, then again
            }
        }
        throw new IllegalStateException("the rows of a block need ever more of the register");
    }

    /** Thrown to roll back what cannot be decided before the register was asked. */
    private static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unanswered() {
            super("the register is to be asked first", null, false, false);
        }
    }

    /** In a transaction, unless another server got on with the file meanwhile. */
    private void inItsPlace(Waiting file, Consumer<Waiting> work) {
        transaction.executeWithoutResult(
                status -> files.locked(file.registrationId()).filter(file::isAt).ifPresent(work));
    }

    /** What is to be ruled upon, with the questions to the register that its numbers are. */
    private Block prepared(Waiting file, List<RegistrationRecord> records) {
        RegistrationChunk chunk = chunk(file, records);
        Map<Long, RowOutcome> before = before(file, records);
        RegisterWord word = inquiry.word(checks());
        word.brings(chunk.numbers(before));
        return new Block(
                records,
                chunk,
                before,
                word,
                files.terms(
                        file.registrationId(), records.getFirst().line(), records.getLast().line()),
                LocalDate.ofInstant(file.receivedAt(), SharedClock.ZONE));
    }

    /**
     * The file whose turn it is; who asks after this one gets another insurer's, if there is one.
     */
    private Optional<Waiting> takeTurn() {
        Optional<Waiting> next = files.next(clock.instant());
        next.ifPresent(file -> files.served(file.insurer()));
        return next;
    }

    /** Whether registrations are compared with the resident register (requirements B-07). */
    private boolean checks() {
        return rules.says(Rule.REGISTER_CHECK, today(), "ON");
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), SharedClock.ZONE);
    }

    /** A file without any block left, or given up. */
    private void conclude(Waiting file) {
        if (file.givenUp()) {
            giveUpRows(file);
        } else {
            finish(file, file.blocksDone() + 1, List.of());
        }
    }

    private void apply(Waiting file, Block block) {
        ledgers.lockWriters();
        List<RowOutcome> outcomes = applyEvenIfOneFails(file, block);
        if (!block.word().open().none()) {
            throw new Unanswered();
        }
        files.store(file.registrationId(), outcomes);
        finish(file, file.blocksDone() + 1, outcomes);
    }

    private Opening open(Waiting file, long block) {
        return files.block(file.registrationId(), block)
                .map(sealed -> SpoolBlock.open(keys, sealed, file.registrationId(), block))
                .orElseGet(() -> new Opening.Closed(Hindrance.BLOCK_DAMAGED));
    }

    private void finish(Waiting file, long block, List<RowOutcome> outcomes) {
        Instant at = clock.instant();
        files.progress(file.registrationId(), block, outcomes, at);
        if (block >= file.blocksTotal()) {
            files.dropSpool(file.registrationId());
            audit.append(
                    fileEntry(
                            ids.get(),
                            AuditEvent.REGISTRATION_DONE,
                            file.registrationId(),
                            file.insurer(),
                            at,
                            Map.of()));
        }
    }

    /** Puts a file aside until its next attempt, or gives it up. */
    private void hold(Waiting file, Hindrance hindrance) {
        Instant at = clock.instant();
        if (file.givenUp()) {
            files.rest(file.registrationId(), at.plus(RegistrationLimits.ATTEMPT_PAUSE));
            return;
        }
        boolean again = file.hindrance().equals(Optional.of(hindrance));
        int attempts = again ? file.attempts() + 1 : 1;
        Instant since = again ? file.heldSince().orElse(at) : at;
        boolean givenUp = hindrance.hopeless(attempts, Duration.between(since, at));
        Instant until = givenUp ? at : at.plus(hindrance.pause(attempts));
        if (!files.hold(file, hindrance, attempts, since, until, givenUp)) {
            return;
        }
        if (givenUp) {
            long rows = file.rowsTotal() - file.rowsDone();
            audit.append(
                    fileEntry(
                            ids.get(),
                            AuditEvent.REGISTRATION_FAILED,
                            file.registrationId(),
                            file.insurer(),
                            at,
                            Map.of(
                                    "code",
                                    hindrance.code().code(),
                                    "block",
                                    Long.toString(file.blocksDone() + 1),
                                    "rows_not_processed",
                                    Long.toString(rows))));
        }
        if (givenUp || attempts == 1) {
            LOG.atLevel(givenUp ? Level.ERROR : Level.WARN)
                    .addKeyValue("registration", file.registrationId())
                    .addKeyValue("block", file.blocksDone() + 1)
                    .addKeyValue("code", hindrance.code().code())
                    .addKeyValue("hindrance", hindrance)
                    .log(
                            givenUp
                                    ? "a registration file is given up, the insurer must send it"
                                            + " again"
                                    : "a registration file is held up and will be tried again");
        }
    }

    /**
     * The insurer is to see each row that it must send again. Not only the rows of the block that
     * is lost: those after it may build on them.
     */
    private void giveUpRows(Waiting file) {
        long last =
                Math.min(file.rowsTotal(), file.rowsDone() + RegistrationLimits.GIVEN_UP_ROWS_MAX);
        RegistrationCode code =
                file.hindrance().equals(Optional.of(Hindrance.UNCONFIRMED))
                        ? RegistrationCode.NOT_CONFIRMED
                        : RegistrationCode.NOT_PROCESSED;
        files.giveUpRows(file.registrationId(), file.rowsDone() + 1, last, code, clock.instant());
        if (last == file.rowsTotal()) {
            files.dropSpool(file.registrationId());
        }
    }

    /** How many files are kept from going on, for whoever watches over the server. */
    long held() {
        return files.held();
    }

    /**
     * Rows that the rules accept and the store then refuses are an error of ours; it must cost the
     * insurer that row only, not the file.
     */
    private List<RowOutcome> applyEvenIfOneFails(Waiting file, Block block) {
        try {
            return savepoint.execute(status -> apply(block, block.chunk()));
        } catch (RuntimeException failed) {
            if (isSilence(failed)) {
                throw failed;
            }
            LOG.atWarn()
                    .addKeyValue("registration", file.registrationId())
                    .addKeyValue("failure", failed.getClass().getName())
                    .log("a chunk failed and is worked through row by row");
        }
        List<RowOutcome> outcomes = new ArrayList<>();
        for (RegistrationRecord record : block.records()) {
            outcomes.addAll(applyAlone(file, record, block));
            if (!block.word().open().none()) {
                return List.of();
            }
        }
        return outcomes;
    }

    private List<RowOutcome> applyAlone(Waiting file, RegistrationRecord record, Block block) {
        try {
            return savepoint.execute(status -> apply(block, chunk(file, List.of(record))));
        } catch (RuntimeException failed) {
            if (isSilence(failed)) {
                throw failed;
            }
            // neither message nor trace: the store's messages quote the row
            LOG.atError()
                    .addKeyValue("registration", file.registrationId())
                    .addKeyValue("line", record.line())
                    .addKeyValue("failure", failed.getClass().getName())
                    .log("a row could not be processed");
            return List.of(
                    new RowOutcome(
                            record.line(),
                            RowStatus.REJECTED,
                            RegistrationCode.NOT_PROCESSED,
                            "",
                            Optional.empty()));
        }
    }

    private RegistrationChunk chunk(Waiting file, List<RegistrationRecord> records) {
        return chunk(file.registrationId(), file.insurer(), records);
    }

    private RegistrationChunk chunk(
            UUID registrationId, InsurerNumber insurer, List<RegistrationRecord> records) {
        return new RegistrationChunk(
                registrationId,
                insurer,
                records,
                new EventReading(
                        insurer, insurers.find(insurer).isPresent(), today(), keys::lookup),
                ids);
    }

    /**
     * What rows without individual numbers would come to now. Nothing is written, and the register
     * is not asked.
     */
    RegistrationChunk.Result rehearsed(
            UUID registrationId,
            InsurerNumber insurer,
            List<RegistrationRecord> records,
            FileTerms terms) {
        RegistrationChunk chunk = chunk(registrationId, insurer, records);
        Ledger ledger = reading.of(chunk.keys(), Map.of(), Set.of());
        return chunk.apply(
                ledger,
                new ActionRules(ledger, inquiry.word(false), rules, today(), ids),
                terms,
                Map.of(),
                keys,
                Map.of());
    }

    /** Rules on rows, and writes what they came to unless the register is to be asked first. */
    private List<RowOutcome> apply(Block block, RegistrationChunk chunk) {
        RegisterWord word = block.word();
        Map<VaultLookup, IndividualNumber> numbers = new HashMap<>(word.learned());
        numbers.putAll(chunk.numbers(block.before()));
        Map<VaultLookup, List<byte[]>> hashes = new HashMap<>();
        numbers.forEach((lookup, number) -> hashes.put(lookup, keys.lookups(number)));
        Ledger ledger = reading.of(chunk.keys(), hashes, Set.of());
        RegistrationChunk.Result result =
                chunk.apply(
                        ledger,
                        new ActionRules(ledger, word, rules, today(), ids),
                        block.terms(),
                        numbers,
                        keys,
                        block.before());
        if (!word.open().none()) {
            return List.of();
        }
        Ledger.Writes writes = result.writes();
        ledgers.write(writes);
        if (!writes.added.isEmpty() && block.handedInOn().isBefore(today())) {
            ledgers.handedIn(writes.added, block.handedInOn());
        }
        vault.forgetUnlinked(writes.forgotten);
        vault.release(writes.releasedPersons, result.recordedAt());
        vault.bind(writes.bindings, result.numbers(), result.recordedAt());
        vault.keepUnlinked(writes.unlinked, result.numbers(), ids, result.recordedAt());
        pending.write(writes.pending.values(), writes.settled);
        if (checks()) {
            rechecks.note(Rechecks.after(ledger), result.recordedAt());
        }
        audit.appendAll(result.entries());
        return result.outcomes();
    }

    /** What the same lines came to when the very same file was sent before. */
    private Map<Long, RowOutcome> before(Waiting file, List<RegistrationRecord> records) {
        Map<Long, RowOutcome> before = new HashMap<>();
        file.repeats()
                .ifPresent(earlier ->
                        files.outcomes(earlier, records.getFirst().line(), records.getLast().line())
                                .forEach(outcome -> before.put(outcome.line(), outcome)));
        return before;
    }

    /** About a file: what became of it, for its insurer. */
    static AuditEntry fileEntry(
            UUID entryId,
            AuditEvent event,
            UUID registrationId,
            InsurerNumber insurer,
            Instant at,
            Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("registration", registrationId.toString());
        return AuditEntry.of(entryId, event, at, "insurer:" + insurer.digits(), details);
    }
}
