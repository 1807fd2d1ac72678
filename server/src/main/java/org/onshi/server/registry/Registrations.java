package org.onshi.server.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
import javax.crypto.Mac;
import javax.sql.DataSource;
import org.onshi.kernel.IndividualNumber;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.RegistrationTable.Spooled;
import org.onshi.server.registry.RegistrationTable.Waiting;
import org.onshi.server.registry.SpoolBlock.Opening;
import org.onshi.server.rules.Rule;
import org.onshi.server.rules.Rules;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationCode;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRecord;
import org.onshi.wire.RowStatus;
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
 * Registration files from their reception to the result of every row (contracts §3).
 *
 * <p>A file is spooled in the database, compressed and encrypted, and then worked through in chunks
 * of {@link RegistrationLimits#CHUNK_ROWS_MAX} rows, each asked about at the resident register
 * (requirements B-07) and then one transaction: the coverages, the vault, the audit entries, the
 * results and how far the file is commit together. A server that dies loses at most the chunk it
 * was at; whichever server comes next goes on there. The files of one insurer are worked through in
 * the order of their reception; insurers take turns chunk by chunk, so that neither a long file nor
 * one that cannot be read holds up another insurer's.
 */
public final class Registrations {
    private static final Logger LOG = LoggerFactory.getLogger(Registrations.class);
    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final UUID AFTER_ALL = new UUID(-1L, -1L);

    /**
     * SQLSTATE classes that say nothing about a row: no connection, rolled back for others' sake,
     * out of resources, stopped by an operator or a time limit, system error (PostgreSQL, appendix
     * A).
     */
    private static final Pattern STORE_TROUBLE = Pattern.compile("(08|40|53|57|58)...");

    private final RegistrationTable files;
    private final LedgerTable ledgers;
    private final CoverageTable coverages;
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
        this.coverages = new CoverageTable(dataSource);
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
    }

    /**
     * Takes a file in, as a stream, and answers when all of it is stored.
     *
     * @param insurer whose certificate brings it
     * @return the id under which its progress and results are found
     * @throws Fault when the header is wrong or the file over a limit, {@link
     *     FaultCode#REGISTRATIONS_WAITING} when too much of this insurer's waits already; nothing
     *     of it is kept then
     * @throws IOException when the stream breaks off; nothing of it is kept then
     */
    public UUID receive(InsurerNumber insurer, InputStream body) throws IOException {
        return receive(ids.get(), keys.contentDigest(), insurer, body, false, _ -> {});
    }

    /**
     * The same of a file that one person sends: what would rewrite a coverage's past whole is
     * refused, row by row (requirements J-13).
     *
     * @param with is given the file's id in the transaction that puts it into the queue; what it
     *     throws undoes the reception
     */
    public UUID receiveOfOne(InsurerNumber insurer, InputStream body, Consumer<UUID> with)
            throws IOException {
        return receive(ids.get(), keys.contentDigest(), insurer, body, true, with);
    }

    /**
     * Takes in rows that two people have decided on now, however often the same were sent before:
     * never the same file again.
     *
     * @param decided by line, from 1: a row that would meet another coverage, or that one in
     *     another version, is refused whenever its turn comes
     */
    public UUID receiveDecided(
            InsurerNumber insurer, InputStream body, Map<Long, DecidedRow> decided)
            throws IOException {
        UUID registrationId = ids.get();
        Mac digest = keys.contentDigest();
        digest.update(registrationId.toString().getBytes(StandardCharsets.US_ASCII));
        return receive(
                registrationId,
                digest,
                insurer,
                body,
                false,
                id -> decided.forEach((line, row) -> files.decided(id, line, row)));
    }

    private UUID receive(
            UUID registrationId,
            Mac digest,
            InsurerNumber insurer,
            InputStream body,
            boolean onePerson,
            Consumer<UUID> with)
            throws IOException {
        refuseBeyond(files.queue(insurer), 0);
        boolean complete = false;
        try (RegistrationFile file = RegistrationFile.read(new Digested(body, digest))) {
            files.open(registrationId, insurer, clock.instant());
            Spooled spooled = spool(registrationId, insurer, file);
            transaction.executeWithoutResult(status -> {
                // others may have joined the queue while this one was sent
                files.lockQueue(insurer);
                refuseBeyond(files.queue(insurer), 0);
                Instant at = clock.instant();
                files.received(registrationId, spooled, digest.doFinal(), onePerson, at);
                audit.append(
                        fileEntry(
                                AuditEvent.REGISTRATION_RECEIVED,
                                registrationId,
                                insurer,
                                at,
                                Map.of("rows", Long.toString(spooled.rows()))));
                with.accept(registrationId);
            });
            complete = true;
            return registrationId;
        } finally {
            if (!complete) {
                files.dropIncomplete(registrationId);
            }
        }
    }

    /** One insurer may neither fill the store nor keep the workers to itself. */
    private static void refuseBeyond(RegistrationTable.Queue queue, long bytesMore) {
        if (queue.files() >= RegistrationLimits.FILES_WAITING_PER_INSURER_MAX
                || queue.bytes() + bytesMore > RegistrationLimits.BYTES_WAITING_PER_INSURER_MAX) {
            throw new Fault(FaultCode.REGISTRATIONS_WAITING);
        }
    }

    private Spooled spool(UUID registrationId, InsurerNumber insurer, RegistrationFile file)
            throws IOException {
        long blocks = 0;
        long rows = 0;
        long bytes = 0;
        SpoolBlock block = new SpoolBlock();
        Optional<RegistrationRecord> record = file.next();
        while (record.isPresent()) {
            block.add(record.get());
            rows++;
            record = file.next();
            if (block.full() || record.isEmpty()) {
                blocks++;
                Sealed sealed = block.sealed(keys, registrationId, blocks);
                bytes += sealed.bytes().length;
                spool(registrationId, insurer, blocks, block.records(), sealed);
                block = new SpoolBlock();
            }
        }
        return new Spooled(blocks, rows, bytes);
    }

    /** One block at a time of an insurer's uploads, so that together they pass no limit. */
    private void spool(
            UUID registrationId, InsurerNumber insurer, long block, int records, Sealed sealed) {
        transaction.executeWithoutResult(status -> {
            files.lockQueue(insurer);
            refuseBeyond(files.queue(insurer), sealed.bytes().length);
            files.spool(registrationId, block, records, sealed);
        });
    }

    /** Forgets uploads whose server died before it could do so. */
    void sweepAbandoned() {
        files.dropAbandoned(RegistrationLimits.INCOMPLETE_KEPT);
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
     * Hands over the outcome of every row done so far, in line order, and of those that wait for
     * the resident register.
     *
     * @param status of a file of the insurer who asks, as it stands or stood a moment ago
     */
    public void outcomes(RegistrationStatus status, Consumer<RowOutcome> consumer) {
        long done = status.rowsDone();
        for (long first = 1; first <= done; first += RegistrationLimits.RESULT_PAGE_ROWS) {
            long last = Math.min(done, first + RegistrationLimits.RESULT_PAGE_ROWS - 1);
            files.outcomes(status.registrationId(), first, last).forEach(consumer);
        }
        if (status.awaitsRegister()) {
            for (long line = done + 1; line <= status.rowsTotal(); line++) {
                consumer.accept(RowOutcome.awaitingRegister(line));
            }
        }
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
        if (status.get().awaitsRegister()) {
            LongStream.rangeClosed(
                            Math.max(first, status.get().rowsDone() + 1),
                            Math.min(end, status.get().rowsTotal()))
                    .mapToObj(RowOutcome::awaitingRegister)
                    .forEach(outcomes::add);
        }
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
     * A file sent once more, to be read beside its results: no row is kept once it is worked
     * through. Nothing of it is stored.
     *
     * @return the same bytes; their end is told only when they are, all together, the content that
     *     was received under this id
     * @throws Fault {@link FaultCode#NOT_FOUND}; from reading the end, {@link
     *     FaultCode#FILE_IS_ANOTHER}, when it is another file's content
     */
    public InputStream sentAgain(InsurerNumber insurer, UUID registrationId, InputStream again) {
        byte[] known =
                files.contentDigest(registrationId, insurer)
                        .orElseThrow(() -> new Fault(FaultCode.NOT_FOUND));
        return new SentAgain(again, keys.contentDigests(), known);
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
                files.terms(file.registrationId()),
                LocalDate.ofInstant(file.receivedAt(), JAPAN));
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
        return LocalDate.ofInstant(clock.instant(), JAPAN);
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
        files.giveUpRows(file.registrationId(), file.rowsDone() + 1, last, clock.instant());
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
        return new RegistrationChunk(
                file.registrationId(),
                file.insurer(),
                records,
                new EventReading(
                        file.insurer(),
                        insurers.find(file.insurer()).isPresent(),
                        today(),
                        keys::lookup),
                ids);
    }

    /** Rules on rows, and writes what they came to unless the register is to be asked first. */
    private List<RowOutcome> apply(Block block, RegistrationChunk chunk) {
        RegisterWord word = block.word();
        Map<VaultLookup, IndividualNumber> numbers = new HashMap<>(word.learned());
        numbers.putAll(chunk.numbers(block.before()));
        Map<VaultLookup, List<byte[]>> hashes = new HashMap<>();
        numbers.forEach((lookup, number) -> hashes.put(lookup, keys.lookups(number)));
        Ledger ledger = ledger(chunk.keys(), hashes, Set.of());
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

    private Ledger ledger(
            Set<LookupKey> underKeys, Map<VaultLookup, List<byte[]>> numbers, Set<UUID> persons) {
        Map<VaultLookup, UUID> holders = vault.holders(numbers);
        Set<UUID> concerned = new HashSet<>(persons);
        concerned.addAll(holders.values());
        List<LookupEntry> entries = ledgers.entries(underKeys);
        entries.forEach(entry -> concerned.add(entry.personId()));
        List<Coverage> versions = ledgers.versions(concerned);
        Set<UUID> waiting =
                versions.stream()
                        .filter(version -> version.invalidatedAt().isEmpty())
                        .filter(version -> version.standing() == Standing.PENDING)
                        .map(Coverage::coverageId)
                        .collect(Collectors.toSet());
        return new Ledger(
                versions,
                entries.stream().filter(entry -> entry.invalidatedAt().isEmpty()).toList(),
                ledgers.openConflicts(concerned),
                holders,
                vault.kept(waiting, numbers),
                pending.of(waiting),
                clock.instant(),
                ids);
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

    /**
     * The versions of a coverage that stand, in the caller's transaction: no others will until its
     * end. Of a cancelled one there is none.
     */
    public Set<UUID> lockedVersions(UUID coverageId) {
        ledgers.lockWriters();
        return coverages.standing(Set.of(coverageId)).getOrDefault(coverageId, Set.of());
    }

    /**
     * Nobody else changes a coverage until the caller's transaction ends. Whoever locks rows of its
     * own about coverages takes this lock first.
     */
    public void lockWriters() {
        ledgers.lockWriters();
    }

    /**
     * Stops or resumes the viewing of a person's coverage, at once and as a recorded fact
     * (requirements B-09): what was known before stays known as such.
     *
     * @param caller who asks for it, as in the audit log
     * @return whether it changed anything
     */
    public boolean suspend(UUID personId, UUID coverageId, boolean suspended, String caller) {
        Boolean changed =
                transaction.execute(status -> {
                    ledgers.lockWriters();
                    Collection<Coverage> versions = ledgers.versions(Set.of(personId));
                    Set<LookupKey> keysOfPerson = new HashSet<>();
                    versions.forEach(
                            v -> keysOfPerson.add(LookupKey.of(v.insurer(), v.identifier())));
                    Ledger ledger = ledger(keysOfPerson, Map.of(), Set.of(personId));
                    Instant at = ledger.now();
                    boolean any = false;
                    for (Stay stay : ledger.standingOf(personId)) {
                        if (stay.coverageId().equals(coverageId) && stay.suspended() != suspended) {
                            ledger.record(stay.suspended(suspended), at);
                            any = true;
                        }
                    }
                    ledgers.write(ledger.writes());
                    if (any) {
                        audit.append(
                                AuditEntry.about(
                                        personId,
                                        ids.get(),
                                        AuditEvent.COVERAGE_CHANGED,
                                        at,
                                        caller,
                                        Map.of(
                                                "suspended",
                                                Boolean.toString(suspended),
                                                "coverage",
                                                coverageId.toString())));
                    }
                    return any;
                });
        return Boolean.TRUE.equals(changed);
    }

    private AuditEntry fileEntry(
            AuditEvent event,
            UUID registrationId,
            InsurerNumber insurer,
            Instant at,
            Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("registration", registrationId.toString());
        return AuditEntry.of(ids.get(), event, at, "insurer:" + insurer.digits(), details);
    }

    /** Feeds a digest with what is read. */
    private static final class Digested extends FilterInputStream {
        private final Mac digest;

        Digested(InputStream in, Mac digest) {
            super(in);
            this.digest = digest;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            if (b >= 0) {
                digest.update((byte) b);
            }
            return b;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = super.read(buffer, from, length);
            if (count > 0) {
                digest.update(buffer, from, count);
            }
            return count;
        }
    }

    /** Ends only when what was read is a content that is known. */
    private static final class SentAgain extends InputStream {
        private final InputStream in;
        private final List<Mac> digests;
        private final byte[] known;
        private boolean ended;

        SentAgain(InputStream in, List<Mac> digests, byte[] known) {
            this.in = in;
            this.digests = digests;
            this.known = known;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int count = in.read(buffer, from, length);
            if (count > 0) {
                digests.forEach(digest -> digest.update(buffer, from, count));
            } else if (count < 0 && !ended) {
                if (digests.stream().noneMatch(it -> MessageDigest.isEqual(it.doFinal(), known))) {
                    throw new Fault(FaultCode.FILE_IS_ANOTHER);
                }
                ended = true;
            }
            return count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
