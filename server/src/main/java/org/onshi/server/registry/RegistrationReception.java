package org.onshi.server.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.sql.DataSource;
import org.onshi.kernel.InsurerNumber;
import org.onshi.server.audit.Audit;
import org.onshi.server.audit.AuditEntry;
import org.onshi.server.audit.AuditEvent;
import org.onshi.server.registry.RegistrationTable.Spooled;
import org.onshi.wire.Fault;
import org.onshi.wire.FaultCode;
import org.onshi.wire.RegistrationFile;
import org.onshi.wire.RegistrationRecord;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes registration files in (contracts §3): a file is spooled in the database, compressed and
 * encrypted, and joins its insurer's queue when all of it is stored. {@link Registrations} works
 * the queue off.
 */
public final class RegistrationReception {
    private final RegistrationTable files;
    private final VaultKeys keys;
    private final ClearingLimits clearing;
    private final Audit audit;
    private final InstantSource clock;
    private final TransactionTemplate transaction;
    private final TimeOrderedIds ids;

    RegistrationReception(
            DataSource dataSource,
            PlatformTransactionManager transactions,
            Audit audit,
            VaultKeys keys,
            ClearingLimits clearing,
            InstantSource clock) {
        this.files = new RegistrationTable(dataSource);
        this.keys = keys;
        this.clearing = clearing;
        this.audit = audit;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
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
                registrationId, digest, insurer, body, false, id -> files.decided(id, decided));
    }

    private UUID receive(
            UUID registrationId,
            Mac digest,
            InsurerNumber insurer,
            InputStream body,
            boolean onePerson,
            Consumer<UUID> with)
            throws IOException {
        return take(
                registrationId,
                insurer,
                new Digested(body, digest),
                _ -> {},
                spooled ->
                        transaction.executeWithoutResult(status -> {
                            join(
                                    registrationId,
                                    insurer,
                                    spooled.rows(),
                                    at ->
                                            received(
                                                    registrationId,
                                                    spooled,
                                                    digest.doFinal(),
                                                    onePerson,
                                                    at));
                            with.accept(registrationId);
                        }));
    }

    private void received(
            UUID registrationId, Spooled spooled, byte[] digest, boolean onePerson, Instant at) {
        files.received(registrationId, spooled, digest, onePerson, at);
        if (clearing.exceeded(spooled.rowsClearing(), spooled.rows())) {
            files.awaitConfirmation(registrationId, at.plus(RegistrationLimits.ATTEMPT_PAUSE));
        }
    }

    /**
     * Takes a file in that waits for two people to decide on it.
     *
     * @param each is given every record before it is stored; what it throws undoes the reception
     * @param complete is given what is stored, with its content's digest, to keep it
     */
    UUID receiveProposed(
            InsurerNumber insurer,
            InputStream body,
            Consumer<RegistrationRecord> each,
            Proposing complete)
            throws IOException {
        UUID registrationId = ids.get();
        Mac digest = keys.contentDigest();
        return take(
                registrationId,
                insurer,
                new Digested(body, digest),
                each,
                spooled -> complete.proposed(registrationId, spooled, digest.doFinal()));
    }

    /** Whoever keeps a file for two people to decide on. */
    @FunctionalInterface
    interface Proposing {
        void proposed(UUID registrationId, Spooled spooled, byte[] digest);
    }

    /** Lets a file that two people have decided on join the queue, in the caller's transaction. */
    void release(UUID registrationId, InsurerNumber insurer, long rows) {
        join(
                registrationId,
                insurer,
                rows,
                at -> {
                    if (!files.release(registrationId, at)) {
                        throw new Fault(FaultCode.DECIDED_ALREADY);
                    }
                });
    }

    /** In a transaction: others may have joined the queue while a file was sent. */
    private void join(
            UUID registrationId, InsurerNumber insurer, long rows, Consumer<Instant> received) {
        files.lockQueue(insurer);
        refuseBeyond(files.queue(insurer), 0);
        Instant at = clock.instant();
        received.accept(at);
        audit.append(
                Registrations.fileEntry(
                        ids.get(),
                        AuditEvent.REGISTRATION_RECEIVED,
                        registrationId,
                        insurer,
                        at,
                        Map.of("rows", Long.toString(rows))));
    }

    private UUID take(
            UUID registrationId,
            InsurerNumber insurer,
            InputStream body,
            Consumer<RegistrationRecord> each,
            Consumer<Spooled> keep)
            throws IOException {
        refuseBeyond(files.queue(insurer), 0);
        boolean complete = false;
        try (RegistrationFile file = RegistrationFile.read(body)) {
            files.open(registrationId, insurer, clock.instant());
            keep.accept(spool(registrationId, insurer, file, each));
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

    private Spooled spool(
            UUID registrationId,
            InsurerNumber insurer,
            RegistrationFile file,
            Consumer<RegistrationRecord> each)
            throws IOException {
        long blocks = 0;
        long rows = 0;
        long bytes = 0;
        long rowsClearing = 0;
        SpoolBlock block = new SpoolBlock();
        Optional<RegistrationRecord> record = file.next();
        while (record.isPresent()) {
            each.accept(record.get());
            block.add(record.get());
            rows++;
            rowsClearing += ClearingLimits.clears(record.get()) ? 1 : 0;
            record = file.next();
            if (block.full() || record.isEmpty()) {
                blocks++;
                Sealed sealed = block.sealed(keys, registrationId, blocks);
                bytes += sealed.bytes().length;
                spool(registrationId, insurer, blocks, block.records(), sealed);
                block = new SpoolBlock();
            }
        }
        return new Spooled(blocks, rows, bytes, rowsClearing);
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

    /**
     * Lets a file go on that is held because it takes much away (facts §7), or gives it up.
     *
     * @param clerk who decides
     * @param caller as the audit log names it
     * @throws Fault {@link FaultCode#NOT_FOUND} when this insurer has no such file, {@link
     *     FaultCode#REGISTRATION_NOT_HELD} when it does not wait for that
     */
    public void decide(
            InsurerNumber insurer,
            UUID registrationId,
            ClearingWord word,
            Clerk clerk,
            String caller) {
        transaction.executeWithoutResult(status -> {
            if (files.status(registrationId, insurer).isEmpty()) {
                throw new Fault(FaultCode.NOT_FOUND);
            }
            Instant at = clock.instant();
            boolean decided =
                    word.isMeant()
                            ? files.confirm(registrationId, insurer, at)
                            : files.withdraw(registrationId, insurer);
            if (!decided) {
                throw new Fault(FaultCode.REGISTRATION_NOT_HELD);
            }
            audit.append(
                    AuditEntry.of(
                            ids.get(),
                            AuditEvent.REGISTRATION_DECIDED,
                            at,
                            caller,
                            Map.of(
                                    "registration",
                                    registrationId.toString(),
                                    "clerk",
                                    clerk.name(),
                                    "reason",
                                    word.name())));
        });
    }

    /** Forgets uploads whose server died before it could do so. */
    void sweepAbandoned() {
        files.dropAbandoned(RegistrationLimits.INCOMPLETE_KEPT);
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
